namespace OrderLedger.BrowserTests;

public class CheckpointPages(SocketApp app) : BrowserTests(app)
{
    [BrowserFact]
    public async Task One_is_signed_shown_with_its_key_and_downloaded()
    {
        await App.Register("9001");
        await SignIn(to: "/dashboard/default/settings/proof");
        await Expect(Page.GetByText("None yet. One is signed")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign one now" }).ClickAsync();

        await Expect(Page.GetByText("entries was signed")).ToBeVisibleAsync();
        await Expect(Page.Locator("#checkpoints tbody tr")).ToHaveCountAsync(1);
        var known = await App.Client.GetStringAsync(new Uri("/.well-known/orderledger-checkpoint-key", UriKind.Relative));
        known.ShouldContain((await Page.Locator("#key-0").TextContentAsync())!);

        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        var note = await File.ReadAllTextAsync(await download.PathAsync());
        note.ShouldBe(await App.Ask<string>("select note from ledger.ol_checkpoint"));
    }
}
