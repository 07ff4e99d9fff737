using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Schema;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>One thing that was looked at, whether it is as it should be, and in words how it is and what to do.</summary>
public sealed record Finding(string What, bool IsGood, string Text);

/// <summary>
/// Looks at what stands around the ledger: the database's settings and rights, disk, clock, schema, and whether work lies undone.
/// </summary>
public sealed class Checkup(NpgsqlDataSource database, DiskSpace disk, RebuildTable rebuilds, ShopTable shops, TimeProvider clock)
{
    private const long FreeMin = 1L << 30;

    private static readonly TimeSpan ApartMax = TimeSpan.FromSeconds(5);

    // What was answered must survive a crash of the machine.
    private static readonly (string Name, string[] Good, string Danger)[] Durable =
    [
        ("fsync", ["on"], "a crash of the machine may destroy the database"),
        ("full_page_writes", ["on"], "a crash of the machine may tear pages of the database"),
        ("synchronous_commit", ["on", "local", "remote_write", "remote_apply"], "pushes that were answered may be lost in a crash"),
    ];

    public async Task<IReadOnlyList<Finding>> Run(CancellationToken stop)
    {
        List<Finding> findings = [.. await Settings(stop), await Version(stop), await Clock(stop), await Schema(stop)];
        // The rest is asked of this build's tables.
        if (!findings[^1].IsGood)
            return findings;
        findings.Add(await Rights(stop));
        if (disk.Free is { } free)
            findings.Add(new("disk", free >= FreeMin, string.Create(CultureInfo.InvariantCulture,
                $"{free / (double)(1 << 30):0.0} GiB are free{(free >= FreeMin ? "" : "; below 1 GiB PostgreSQL may stop taking pushes")}")));
        findings.Add(await rebuilds.Open(stop) is { } open
            ? new("rebuilds", true, $"one of {string.Join(", ", open.Projections)} is under way")
            : new("rebuilds", true, "none is under way"));
        foreach (var shop in await shops.All(stop))
            findings.Add(shop.Problem is { } problem
                ? new($"shop of store {shop.Store}", false, problem)
                : new($"shop of store {shop.Store}", true, shop.AskedAt is { } at
                    ? string.Create(CultureInfo.InvariantCulture, $"asked last at {at:yyyy-MM-dd HH:mm:ss} UTC") : "not asked yet"));
        return findings;
    }

    private async Task<IEnumerable<Finding>> Settings(CancellationToken stop)
    {
        var found = (await database.Query(r => (Name: r.GetString(0), Value: r.GetString(1)),
            "select name, setting from pg_settings where name = any($1)", stop, Sql.In(Durable.Select(d => d.Name).ToArray())))
            .ToDictionary(s => s.Name, s => s.Value);
        return Durable.Select(d => found.GetValueOrDefault(d.Name, "unknown") is var value && d.Good.Contains(value)
            ? new Finding(d.Name, true, value)
            : new Finding(d.Name, false, $"{value}: {d.Danger}. Set it to on."));
    }

    private async Task<Finding> Version(CancellationToken stop) => new("PostgreSQL", true,
        (await database.Query(r => r.GetString(0), "show server_version", stop))[0]);

    private async Task<Finding> Schema(CancellationToken stop)
    {
        var version = await LedgerSchema.Version(database, stop);
        return new("schema", version == LedgerSchema.Wanted, version == LedgerSchema.Wanted ? $"version {version}"
            : $"version {version}, this build needs {LedgerSchema.Wanted}: migrate");
    }

    private async Task<Finding> Rights(CancellationToken stop)
    {
        var missing = await ServingRole.Missing(database, stop);
        return missing.Count == 0
            ? new("rights", true, "the role may do what the server does")
            : new("rights", false, ServingRole.Sentence(missing));
    }

    private async Task<Finding> Clock(CancellationToken stop)
    {
        var theirs = (await database.Query(r => r.GetFieldValue<DateTimeOffset>(0), "select clock_timestamp()", stop))[0];
        var apart = (clock.GetUtcNow() - theirs).Duration();
        return new("clock", apart < ApartMax, string.Create(CultureInfo.InvariantCulture,
            $"this machine and the database are {apart.TotalSeconds:0.0} s apart{(apart < ApartMax ? "" : "; times of senders are compared with the database's")}"));
    }
}
