using System.Text.Json;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Tests.Ledger.Exporting;

/// <summary>Exports after more has happened: newer checkpoints, erased data, streams met long ago, other keys.</summary>
public sealed class LaterExports : IAsyncLifetime
{
    private const string ErasedOrder = "tenant_id = 'shop' and stream_id = '1'";

    private readonly ProvenLedger ledger = new();

    public Task InitializeAsync() => ledger.InitializeAsync();

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task A_whole_file_is_verified_against_any_checkpoint_and_a_filtered_one_against_that_in_its_first_line()
    {
        var note = Path.Combine(ledger.Folder, "note");
        var older = await File.ReadAllTextAsync(note);
        await ledger.Write(l => l.Register("9"));
        await ledger.Checkpoint();
        var (whole, filtered) = (await ledger.Export(), await ledger.Export(new("other")));

        (await ledger.Verify(whole)).ShouldBeEmpty();
        (await ledger.Verify(filtered)).ShouldBeEmpty();
        await File.WriteAllTextAsync(note, older);
        (await ledger.Verify(whole)).ShouldBeEmpty();
        (await ledger.Verify(filtered))
            .ShouldBe(["The checkpoint ends among skipped events, at 9. A file of a part of the ledger is verified against the "
            + "checkpoint in its first line only."]);
    }

    [Fact]
    public async Task What_no_checkpoint_covers_yet_is_exported_too()
    {
        await ledger.Write(l => l.Push("3", "processing"));

        (await ledger.Verify(await ledger.Export())).ShouldBeEmpty();
        (await ledger.Verify(await ledger.Export(new("other")), anchored: true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Erased_data_is_right_where_a_later_event_says_so()
    {
        await Erase("upTo", 1);
        await ledger.Checkpoint();

        (await ledger.Verify(await ledger.Export())).ShouldBeEmpty();
        (await ledger.Verify(await ledger.Export(new("shop")), anchored: true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task And_wrong_where_it_says_less()
    {
        await Erase("upTo", 0);
        await ledger.Checkpoint();

        (await ledger.Verify(await ledger.Export()))
            .ShouldBe(["shop/1 v1 (place 1): its personal data is gone, and no later event says that it was erased"]);
    }

    [Fact]
    public async Task A_file_that_ends_before_the_erasure_is_right()
    {
        var to = await ledger.Ask<DateTimeOffset>("select max(timestamp) from ledger.mt_events");
        await Erase("upTo", 3);
        await ledger.Checkpoint();

        (await ledger.Verify(await ledger.Export(new(To: to)))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_checkpoint_of_another_key_is_not_taken()
    {
        var file = await ledger.Export();
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var keys = other.ExportSubjectPublicKeyInfoPem();
        var note = await File.ReadAllTextAsync(Path.Combine(ledger.Folder, "note"));

        Should.Throw<ProofException>(() =>
            Api.Ledger.Proving.Offline.OfflineProof.Read(note, keys,
                null)).Message.ShouldBe("The checkpoint is signed by none of the keys.");
        await File.WriteAllTextAsync(Path.Combine(ledger.Folder, "other"), keys);
        var python = await Python.Run("tools/verify_export.py",
            ["--export", file, "--checkpoint", Path.Combine(ledger.Folder, "note"), "--key", Path.Combine(ledger.Folder, "other")]);
        (python.ExitCode, python.Out).ShouldBe((1, "The checkpoint is signed by none of the keys.\n"));
        await File.AppendAllTextAsync(Path.Combine(ledger.Folder, "key"), keys);
        (await ledger.Verify(file)).ShouldBeEmpty("one of several keys is enough");
    }

    [Fact]
    public async Task Lines_that_were_changed_in_the_file_are_named()
    {
        var lines = await File.ReadAllLinesAsync(await ledger.Export());

        (await With(lines[..3], lines[4..]))[0].ShouldBe("shop/2 v1 (place 2): it is missing");
        (await With(lines[..3], [lines[4], lines[3]], lines[5..]))[0].ShouldBe("shop/2 v1 (place 2): it is missing");
        (await With(lines[..3], ["{\"place\":"], lines[4..]))[0].ShouldStartWith("The file cannot be read behind place 1");
        (await With(lines[..^2], ["{\"place\":8}"], lines[^1..]))[0].ShouldBe("place 8: the line cannot be read");
        (await With(lines, lines[^1..])).ShouldBe(["Something stands behind the last line."]);
        (await With(lines[..^1], ["""{"end":{"events":8,"size":9}}"""])).ShouldBe(["There are 9 events in the file, and its last line says 8."]);
        (await With([lines[0].Replace("\"store\":null", "\"store\":\"shop\"", StringComparison.Ordinal)], lines[1..]))[0]
            .ShouldBe("other/1 v1 (place 0): it is not among what the file was asked for");
        (await With([lines[0].Replace("time 20", "time 19", StringComparison.Ordinal)], lines[1..]))
            .ShouldBe(["The checkpoint in the first line is signed by none of the keys."]);
    }

    [Fact]
    public async Task Events_too_large_to_be_read_together_are_read_apart()
    {
        var large = JsonElement.Parse($$"""{"note":"{{new string('x', 1 << 20)}}"}""");
        for (var order = 10; order < 30; order++)
            await ledger.Write(l => l.Register($"{order}", details: new(large)));
        await ledger.Checkpoint();

        var file = await ledger.Export();

        new FileInfo(file).Length.ShouldBeGreaterThan(20 << 20);
        (await ledger.Verify(file, anchored: true)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"a":1e400,"b":-1e400,"c":1e-400,"d":1.7976931348623159e308}""")]
    [InlineData("""{"a":1,"b":[{"x":1,"x":[],"y":0}],"a":{"last":"one counts"}}""")]
    public async Task Details_that_no_route_takes_come_back_as_what_was_hashed(string details)
    {
        await ledger.Write(l => l.Register("9", details: new(JsonElement.Parse(details))));
        await ledger.Checkpoint();

        (await ledger.Verify(await ledger.Export())).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<string>> With(params string[][] lines)
    {
        var file = Path.Combine(ledger.Folder, "changed");
        await File.WriteAllTextAsync(file, string.Concat(lines.SelectMany(l => l).Select(l => l + "\n")));
        return await ledger.Verify(file);
    }

    private async Task Erase(string member, int upTo)
    {
        await ledger.Execute($"update ledger.mt_events set data = data #- '{{details,customer}}' where {ErasedOrder} and version = 1");
        await ledger.Execute("update ledger.ol_leaf set salt = null where place = 1");
        var key = new StreamKey("shop", "1");
        var latest = await ledger.Ask<byte[]>("select leaf from ledger.ol_leaf where place = 7");
        var at = DateTimeOffset.UtcNow;
        at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
        var subject = new Leaf(key, 4, "personal_data_erased", Guid.CreateVersion7(), at, new("ops", "cli", null, null), [], null);
        var row = new Chain(9, new Dictionary<StreamKey, byte[]> { [key] = latest }).Add(subject, JsonElement.Parse($$"""{"{{member}}":{{upTo}}}"""));
        await ledger.Execute($$"""
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, user_name)
            values (nextval('ledger.mt_events_sequence'), '{{subject.EventId}}', '1', 4, '{"{{member}}":{{upTo}}}', 'personal_data_erased',
                    '{{ExportScope.Spelled(at)}}', 'shop', '', '{"source":"cli"}', 'ops');
            insert into ledger.ol_leaf (seq_id, place, leaf)
            values (currval('ledger.mt_events_sequence'), 9, '\x{{Convert.ToHexString(row.Leaf)}}')
            """);
    }
}
