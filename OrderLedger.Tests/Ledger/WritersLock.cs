using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Tests.Ledger;

public class WritersLock(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task Is_let_go_of_when_its_holder_is_silent_and_only_for_as_long_as_it_is_held()
    {
        await using var connection = await ledger.Sql.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.Run(WriterLock.Take, CancellationToken.None);
            (await Patience()).ShouldBe("20s");
            (await ledger.Ask<long>($"select count(*) from pg_locks where locktype = 'advisory' and granted and objid = {WriterLock.Number} and database = (select oid from pg_database where datname = current_database())")).ShouldBe(1);
        }
        (await Patience()).ShouldBe("0");

        async Task<string> Patience() =>
            (await connection.Rows(r => r.GetString(0), "show idle_in_transaction_session_timeout", CancellationToken.None))[0];
    }
}
