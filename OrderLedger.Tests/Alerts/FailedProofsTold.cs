namespace OrderLedger.Tests.Alerts;

public class FailedProofsTold(AlertedApp app) : IClassFixture<AlertedApp>
{
    [Fact]
    public async Task A_ledger_that_is_signed_no_more_is_told_once()
    {
        var key = await app.Watched("unproven");
        await Sign(HttpStatusCode.OK, HttpStatusCode.Created);
        await app.Look(DateTimeOffset.UtcNow);
        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty();
        await app.Sql.Execute("delete from ledger.ol_tree_part; delete from ledger.ol_checkpoint; update ledger.ol_leaf set leaf = sha256(leaf)", default);
        await app.Push(key, "1", "completed");
        await Sign(HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Conflict);

        await app.Look(DateTimeOffset.UtcNow);
        await app.Look(DateTimeOffset.UtcNow);

        var mail = (await app.MailsOf("unproven", 1)).ShouldHaveSingleItem();
        mail.Title.ShouldBe("unproven: the ledger is not signed any more");
        mail.Text.ShouldStartWith("No checkpoint is signed. ");
        mail.Text.ShouldContain("https://orders.shop.example/dashboard/unproven/settings/proof");
    }

    private async Task Sign(params HttpStatusCode[] expected)
    {
        using var signed = await app.Send(HttpMethod.Post, "/api/checkpoints");
        signed.StatusCode.ShouldBeOneOf(expected);
    }
}
