using OrderLedger.Api.Ledger.Exporting;

namespace OrderLedger.Tests.Ledger.Exporting;

/// <summary>Exports prove themselves to both programs.</summary>
public class CleanExports(ProvenLedger ledger) : IClassFixture<ProvenLedger>
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_whole_file_is_verified_plain_and_compressed(bool gzip, bool anchored) =>
        (await ledger.Verify(await ledger.Export(gzip: gzip), anchored)).ShouldBeEmpty();

    [Fact]
    public async Task It_holds_every_event_and_action_in_the_order_of_the_ledger()
    {
        var lines = await Lines(await ledger.Export());

        ((string)lines[0]["orderledger"]!).ShouldBe("export/1");
        lines[1..^1].Select(Name).ShouldBe(ProvenLedger.Events);
        lines[^1].ToJsonString().ShouldBe("""{"end":{"events":9,"size":9}}""");
        ((string)lines[7]["prev"]!).ShouldBe((string)lines[3]["leaf"]!);
        lines[2].ContainsKey("salt").ShouldBeTrue();
        lines[1].ContainsKey("salt").ShouldBeFalse();
    }

    [Theory]
    [InlineData("shop", 7)]
    [InlineData("other", 2)]
    public async Task A_file_of_one_store_is_verified_and_holds_the_stores_actions(string store, int events)
    {
        var file = await ledger.Export(new(store));

        (await ledger.Verify(file)).ShouldBeEmpty();
        (await ledger.Verify(file, anchored: true)).ShouldBeEmpty();
        var lines = await Lines(file);
        lines[1..^1].Where(l => !l.ContainsKey("skipped")).Select(Name)
            .ShouldBe(ProvenLedger.Events.Where(e =>
                e.StartsWith(store, StringComparison.Ordinal) || e.StartsWith($"*/{store} ", StringComparison.Ordinal)));
        ((int)lines[^1]["end"]!["events"]!).ShouldBe(events);
    }

    [Fact]
    public async Task A_file_of_a_time_is_half_open_and_is_verified()
    {
        var from =
            await ledger.Ask<DateTimeOffset>("select timestamp from ledger.mt_events where tenant_id = 'shop' and stream_id = '1' and version = 2");
        var to = await ledger.Ask<DateTimeOffset>("select timestamp from ledger.mt_events where tenant_id = 'shop' and stream_id = '3'");

        var file = await ledger.Export(new(null, from, to));

        (await ledger.Verify(file)).ShouldBeEmpty();
        (await ledger.Verify(file, anchored: true)).ShouldBeEmpty();
        var lines = await Lines(file);
        lines[1..^1].Where(l => !l.ContainsKey("skipped")).Select(Name).ShouldBe(ProvenLedger.Events[4..6]);
        lines[2].ContainsKey("prev").ShouldBeTrue("what came before is not in the file");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("shop")]
    public async Task What_was_cut_off_anywhere_is_continued_to_the_same_file(string? store)
    {
        var scope = new ExportScope(store);
        var whole = await File.ReadAllBytesAsync(await ledger.Export(scope));
        var cut = Path.Combine(ledger.Folder, $"cut-{store}");

        for (var bytes = 0; bytes < whole.Length; bytes += 37)
        {
            await File.WriteAllBytesAsync(cut, whole[..bytes]);
            (await Continued(cut, scope)).ShouldBe(whole, $"cut at {bytes}");
        }
    }

    [Fact]
    public async Task A_file_that_was_cut_off_says_so()
    {
        var whole = await File.ReadAllBytesAsync(await ledger.Export());
        var cut = Path.Combine(ledger.Folder, "cut");
        await File.WriteAllBytesAsync(cut, whole[..^20]);

        (await ledger.Verify(cut)).ShouldBe(["The file is cut off: it lacks its last line. Continue it with 'export --resume'."]);
    }

    [Fact]
    public async Task The_table_has_a_row_for_each_event()
    {
        var rows = (await File.ReadAllTextAsync(await ledger.Export(new("shop"), format: ExportFormat.Csv))).Split("\r\n");

        rows.Length.ShouldBe(9);
        rows[0].ShouldBe("seq,store,order_id,version,type,actor,source,status_from,status_to,recorded_at,occurred_at,correlation_id,reason,unusual,stale");
        rows[4].ShouldStartWith("5,shop,1,2,status_changed,tester,test,pending,processing,20");
        rows[4].ShouldEndWith("Z,,req-1,,false,false");
        rows[3].ShouldStartWith("4,*,shop,1,key_made,ops,cli,,,20");
    }

    private async Task<byte[]> Continued(string path, ExportScope scope)
    {
        var cut = CutExport.Read(path, ExportFormat.Ndjson);
        await using (var file = File.Open(path, FileMode.Open))
        {
            file.SetLength(cut.Bytes);
            file.Position = cut.Bytes;
            var task = new ExportTask(ExportFormat.Ndjson, scope);
            await new Exporter(ledger.Sql)
                .Run(cut.After is null ? task : task with { After = cut.After, BrokenAt = cut.BrokenAt }, file, _ =>
                { }, CancellationToken.None);
        }
        return await File.ReadAllBytesAsync(path);
    }

    private static string Name(JsonObject line) => $"{line["tenant"]}/{line["stream"]} v{line["version"]}";

    private static async Task<JsonObject[]> Lines(string file) =>
        [.. (await File.ReadAllLinesAsync(file)).Select(l => JsonNode.Parse(l)!.AsObject())];
}
