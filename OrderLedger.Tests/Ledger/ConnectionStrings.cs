using Npgsql;
using OrderLedger.Api.Ledger;

namespace OrderLedger.Tests.Ledger;

public class ConnectionStrings
{
    [Theory]
    [InlineData("Host=db", GssEncryptionMode.Disable)]
    [InlineData("Host=db;GSS Encryption Mode=Require", GssEncryptionMode.Require)]
    public async Task Ask_for_encryption_by_GSS_only_where_they_say_so(string given, GssEncryptionMode asked)
    {
        await using var database = Database.Connect(given);

        new NpgsqlConnectionStringBuilder(database.ConnectionString).GssEncryptionMode.ShouldBe(asked);
    }
}
