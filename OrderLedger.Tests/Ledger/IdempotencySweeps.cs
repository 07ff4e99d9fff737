using Microsoft.Extensions.Logging.Abstractions;

namespace OrderLedger.Tests.Ledger;

public class IdempotencySweeps(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task They_forget_what_is_older_than_the_retention_and_nothing_else()
    {
        await ledger.Write(ledger.Register("1", key: HandmadeLedger.Key("old")), ledger.Register("2", key: HandmadeLedger.Key("young")));
        await ledger.Execute("update ledger.ol_idempotency set recorded_at = now() - interval '8 days' where key = 'old'");
        await ledger.Execute("update ledger.ol_idempotency set recorded_at = now() - interval '6 days' where key = 'young'");
        using var sweep = new IdempotencySweep(ledger.Sql, TimeSpan.FromDays(7), NullLogger<IdempotencySweep>.Instance);

        (await sweep.Sweep(CancellationToken.None)).ShouldBe(1);
        (await sweep.Sweep(CancellationToken.None)).ShouldBe(0);

        (await ledger.Ask<string>("select string_agg(key, ',') from ledger.ol_idempotency where key not like 'many-%'")).ShouldBe("young");
    }

    [Fact]
    public async Task A_round_ends_when_nothing_is_left_to_forget()
    {
        await ledger.Execute("""
            insert into ledger.ol_idempotency (store, key, request_hash, outcome, recorded_at)
            select 'default', 'many-' || n, '', '{}', now() - interval '8 days' from generate_series(1, 12000) as n
            """);
        using var sweep = new IdempotencySweep(ledger.Sql, TimeSpan.FromDays(7), NullLogger<IdempotencySweep>.Instance);

        await sweep.Round(CancellationToken.None);

        (await ledger.Ask<long>("select count(*) from ledger.ol_idempotency where key like 'many-%'")).ShouldBe(0);
    }
}
