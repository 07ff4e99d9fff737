namespace OrderLedger.Tests.Cli;

public class RemovedStores(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Lose_keys_settings_and_personal_data_and_every_proof_stays_right()
    {
        await line.Run("stores add leaving --dialect vici --webhook-secret a-secret-of-theirs");
        await line.Run("keys add --store leaving --name till --scope push,read");
        await line.Run("seed --orders 30 --store leaving");

        var unsure = await line.Run("stores remove leaving --yes");
        var looked = await line.Run("stores remove leaving --erase --dry-run");
        var removed = await line.Run("stores remove leaving --erase --yes");
        var again = await line.Run("stores remove leaving --erase --yes");
        var listed = await line.Run("stores list");
        var key = await line.Run("keys add --store leaving --name new --scope push");
        var reused = await line.Run("stores add leaving --dialect vici");
        var verified = await line.Run("verify");

        (unsure.ExitCode, unsure.Error).ShouldBe((2,
            "Store 'leaving' has 30 orders. Say --erase to erase their personal data; their statuses and amounts stay in the ledger.\n"));
        looked.Out.ShouldBe(
            "Remove store 'leaving', its keys and its settings, and erase the personal data of 30 orders: nothing was done.\n");
        removed.ExitCode.ShouldBe(0, removed.Error);
        removed.Out.ShouldBe(
            "Store 'leaving' is removed. A running server follows within two seconds.\nOrders whose personal data was erased: 30.\n");
        again.Out.ShouldBe("Store 'leaving' was removed before.\nOrders whose personal data was erased: 0.\n");
        listed.Out.ShouldContain($"leaving  vici  permissive  USD  UTC  removed {DateTime.UtcNow:yyyy-MM-dd}");
        (await line.Run("keys list")).Out.ShouldMatch("leaving  till  .* revoked ");
        (key.ExitCode, reused.ExitCode).ShouldBe((2, 2));
        key.Error.ShouldStartWith("Store 'leaving' was removed on ");
        reused.Error.ShouldBe("There was a store 'leaving', and its events stay. Choose another name.\n");
        verified.ExitCode.ShouldBe(0, verified.Out + verified.Error);
    }

    [Fact]
    public async Task Without_orders_need_no_erasing_and_are_asked_about()
    {
        await line.Run("stores add empty --dialect awal");

        var asked = await line.Run("stores remove empty");
        var removed = await line.Run("stores remove empty --yes");

        (asked.ExitCode, asked.Error).ShouldBe((2,
            "Remove store 'empty', its keys and its settings: this cannot be undone. Add --yes to do it, or --dry-run to only look.\n"));
        (removed.ExitCode, removed.Out).ShouldBe((0, "Store 'empty' is removed. A running server follows within two seconds.\n"));
    }
}
