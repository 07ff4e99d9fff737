using System.Text.Json;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger.Rebuilding;

public class RebuiltTables : IAsyncLifetime
{
    private const string Tampered = """update ledger.mt_doc_order set status = 'failed', data = jsonb_set(data, '{status}', '"failed"') where id = '1' and tenant_id = """;

    private readonly RebuiltLedger ledger = new();

    public async Task InitializeAsync()
    {
        await ledger.InitializeAsync();
        foreach (var store in ledger.Stores.Take(1).Prepend(ledger.Ledger.Store))
            await ledger.Ledger.Write(
                RebuiltLedger.To(store, "1", new RegisterOrder(new("pending", "pending")) { Number = "1", Total = 12.5m, Details = Json("""{"customer":{"name":"Ada"}}""") }),
                RebuiltLedger.To(store, "2", new RegisterOrder(new("pending", "pending")) { Number = "2", Total = 3m }),
                RebuiltLedger.To(store, "2", new DeleteOrder()),
                RebuiltLedger.To(store, "1", new Push(new("processing", "processing"))),
                    RebuiltLedger.To(store, "1", new Push { Note = "a \"note\"" }));
    }

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Hold_large_details_and_long_streams_as_they_were()
    {
        var shop = ledger.Ledger.Store;
        var large = JsonSerializer.Serialize(new { text = string.Concat(Enumerable.Range(0, 12_000).Select(i => $"ä\\{i}\"\n")) });
        large.Length.ShouldBeGreaterThan(100_000);
        await ledger.Ledger.Write(RebuiltLedger.To(shop, "large",
            new RegisterOrder(new("pending", "pending")) { Number = "large", Details = Json(large) }));
        await ledger.Ledger.Write([.. Enumerable.Range(0, 3_000).Select(i =>
            RebuiltLedger.To(shop, "1", new Push(new(i % 2 == 0 ? "completed" : "processing", "raw"))))]);

        var rebuild = await ledger.Rebuild();

        rebuild.Done.ShouldBe(3_011);
        (await Tables.Changes(ledger.Sql)).ShouldBeEmpty();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Hold_times_finer_than_the_databases_as_they_were()
    {
        var fine = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(17);
        await ledger.Ledger.Write(RebuiltLedger.To(ledger.Ledger.Store, "fine",
            new RegisterOrder(new("pending", "pending")) { Number = "fine", CreatedAt = fine, OccurredAt = fine }),
            RebuiltLedger.To(ledger.Ledger.Store, "fine",
                new Push(new("completed", "completed")) { OccurredAt = fine.AddTicks(19_999_999) }));

        await ledger.Rebuild();

        (await Tables.Changes(ledger.Sql)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("orders", "update ledger.mt_doc_order set data = data || '{\"more\":1}', phase = 'draft' where id = '1'")]
    [InlineData("orders", "delete from ledger.mt_doc_order where id = '2'")]
    [InlineData("orders", "update ledger.mt_doc_order_details set data = '{\"details\":{}}'")]
    [InlineData("orders",
        "insert into ledger.mt_doc_order (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type, number, status, phase, payment_status, source, created_at, status_since, deleted) select tenant_id, 'ghost', data, now(), 1, null, number, status, phase, null, source, now(), now(), false from ledger.mt_doc_order where id = '1'")]
    [InlineData("kpi", "update ledger.ol_kpi set orders = orders + 1, gross = gross * 2")]
    [InlineData("kpi",
        "insert into ledger.ol_kpi select store, date '1999-01-01', currency, status, phase, orders + 1, gross, refunded from ledger.ol_kpi")]
    [InlineData("visits", "delete from ledger.ol_entry where order_id = '1'")]
    [InlineData("visits", "update ledger.ol_entry set type = 'order_deleted' where order_id = '1'")]
    public async Task Are_mended_by_the_rebuild_of_their_projection(string projection, string tamper)
    {
        await ledger.Ledger.Execute(tamper);
        (await ledger.Ledger.Faults()).ShouldNotBeEmpty();

        await ledger.Rebuild(projection);

        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_one_store_are_mended_and_anothers_stay_as_they_are()
    {
        var other = ledger.Stores[0].Name;
        await ledger.Ledger.Execute(Tampered + "'shop'");
        await ledger.Ledger.Execute($"{Tampered}'{other}'");
        await ledger.Ledger.Execute("update ledger.ol_kpi set orders = orders + 5");
        await ledger.Ledger.Execute("update ledger.ol_entry set type = 'order_deleted' where version = 1");
        await ledger.Ledger.Execute("update ledger.mt_doc_order_details set customer_name = 'Eve'");

        await ledger.Rebuild(store: "shop");

        var faults = await ledger.Ledger.Faults();
        faults.ShouldNotBeEmpty();
        faults.ShouldAllBe(f => f.StartsWith(other));
        (await Tables.Changes(ledger.Sql)).ShouldAllBe(c => c.Contains("(shop,") || c.Contains(",shop,"));
        (await ledger.Ledger.Ask<string>("select string_agg(tenant_id || customer_name, ' ' order by tenant_id) from ledger.mt_doc_order_details where id = '1'"))
            .ShouldBe($"{other}Eve shopAda");
    }

    [Fact]
    public async Task Have_the_names_rights_and_parameters_of_a_migrated_database_after_two_rebuilds()
    {
        await using var fresh = OrderLedger.Api.Ledger.Database.Connect(await TestServer.NewDatabase());
        var role = $"reader_{Guid.NewGuid():n}";
        try
        {
            await TestServer.Execute(fresh.ConnectionString, $"create role {role}");
            foreach (var database in new[] { fresh.ConnectionString, ledger.Sql.ConnectionString })
                await TestServer.Execute(database,
                    $"grant select on all tables in schema ledger to {role}; grant select on ledger.ol_kpi to public");

            await ledger.Rebuild();
            await ledger.Rebuild();

            (await Tables.Catalog(ledger.Sql)).ShouldBe(await Tables.Catalog(fresh));
        }
        finally
        {
            foreach (var database in new[] { fresh.ConnectionString, ledger.Sql.ConnectionString })
                await TestServer.Execute(database, $"drop owned by {role}");
            await TestServer.Execute(ledger.Sql.ConnectionString, $"drop role {role}");
            await TestServer.Drop(fresh.ConnectionString);
        }
    }

    [Fact]
    public async Task Are_read_anew_by_a_writer_that_remembers_the_old_details()
    {
        var writer = ledger.Ledger.NewWriter();
        await writer.StartAsync(default);
        await ledger.Ledger.Execute("""update ledger.mt_doc_order_details set data = '{"details":{"tampered":true}}' where tenant_id = 'shop'""");
        var before = await Shown(writer, "completed");

        await ledger.Rebuild();

        before.ShouldBe(Json("""{"tampered":true}"""));
        (await Shown(writer, "failed")).ShouldBe(Json("""{"customer":{"name":"Ada"}}"""));
    }

    [Fact]
    public async Task Of_the_last_rebuild_are_kept_until_they_are_dropped_or_replaced()
    {
        await ledger.Rebuild();
        await ledger.Rebuild("kpi");

        (await ledger.Table.DropOld(default)).ShouldBe(Tables.All, ignoreOrder: true);
        (await ledger.Table.DropOld(default)).ShouldBeEmpty();
        (await ledger.Ledger.Ask<long>("select count(*) from pg_class where relname like '%\\_\\_old%'")).ShouldBe(0);
    }

    [Fact]
    public async Task Are_of_this_builds_version_afterwards()
    {
        await ledger.Ledger.Execute("update ledger.ol_projection set version = 1");
        (await ledger.Table.Projections(default)).ShouldAllBe(p => p.IsOutdated);

        var rebuild = await ledger.Rebuild();

        var now = await ledger.Table.Projections(default);
        now.ShouldAllBe(p => !p.IsOutdated && p.LastRebuild!.Id == rebuild.Id);
    }

    private async Task<Details> Shown(LedgerWriter writer, string status) =>
        ((Answer.Done)await writer.Submit(ledger.Ledger.Push("1", status) with { ShowsDetails = true })).Outcome.Details!.Details;

    private static Details Json(string json) => new(JsonDocument.Parse(json).RootElement);
}
