namespace OrderLedger.Tests.Cli;

public class WhataloKeys(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task A_key_begins_as_the_vendor_prints_it()
    {
        await line.Run("stores add wha --dialect whatalo --currency cop");
        var live = await line.Run("keys add --store wha --name shop --scope push");
        var test = await line.Run("keys add --store wha --name trial --scope push --test");

        live.Out.TrimEnd().Split('\n')[^1].ShouldMatch("^wk_live_[0-9a-f]{64}$", live.Error);
        test.Out.TrimEnd().Split('\n')[^1].ShouldMatch("^wk_test_[0-9a-f]{64}$", test.Error);
    }
}
