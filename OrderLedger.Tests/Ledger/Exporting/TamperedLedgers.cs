using System.Text.Json;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Tests.Ledger.Exporting;

/// <summary>
/// Somebody who may do anything in the database did something after a checkpoint was kept elsewhere. Both programs name it from an export
/// alone; with the folder of the proof they name the event.
/// </summary>
public sealed class TamperedLedgers : IAsyncLifetime
{
    private readonly ProvenLedger ledger = new();

    public Task InitializeAsync() => ledger.InitializeAsync();

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task The_content_of_an_event_was_changed()
    {
        await ledger.Execute("""
            update ledger.mt_events set data = jsonb_set(data, '{to}', '"refunded"') where tenant_id = 'shop' and stream_id = '1' and version = 2
            """);

        await Named("shop/1 v2 (place 4): its content does not make its leaf");
    }

    [Theory]
    [InlineData("user_name = 'somebody'")]
    [InlineData("timestamp = timestamp - interval '1 second'")]
    [InlineData("type = 'note_added'")]
    [InlineData("id = gen_random_uuid()")]
    [InlineData("correlation_id = null")]
    [InlineData("headers = '{\"source\":\"api\"}'")]
    [InlineData("""data = data || '{"reason":"because"}'""")]
    public async Task Or_who_brought_it_when_and_how(string set)
    {
        await ledger.Execute($"update ledger.mt_events set {set} where tenant_id = 'shop' and stream_id = '1' and version = 2");

        await Named("shop/1 v2 (place 4): its content does not make its leaf");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_in_the_middle_was_deleted(bool withLeaf)
    {
        await Delete("tenant_id = 'shop' and stream_id = '1' and version = 2", withLeaf);

        await Named("shop/1 v2 (place 4): it is missing");
    }

    [Fact]
    public async Task The_latest_event_of_an_order_was_deleted()
    {
        await Delete("tenant_id = 'shop' and stream_id = '1' and version = 3");

        await Named("place 7: an event is missing", "shop/1 v3 (place 7): it is missing");
    }

    [Fact]
    public async Task An_order_was_deleted()
    {
        await Delete("tenant_id = 'shop' and stream_id = '2'");

        await Named("place 2: an event is missing", "shop/2 v1 (place 2): it is missing");
    }

    [Fact]
    public async Task Two_events_were_exchanged()
    {
        await Exchange("tenant_id = 'shop' and stream_id = '1' and version = 2", "tenant_id = 'other' and stream_id = '1' and version = 2");

        await Named("other/1 v2 (place 4): its content does not make its leaf",
            "other/1 v2 (place 4): its content does not make its leaf; shop/1 v2 was recorded there");
    }

    [Fact]
    public async Task Two_events_of_one_order_were_exchanged()
    {
        await Exchange("tenant_id = 'shop' and stream_id = '1' and version = 2", "tenant_id = 'shop' and stream_id = '1' and version = 3");

        await Named("shop/1 v3 (place 4): its content does not make its leaf",
            "shop/1 v3 (place 4): its content does not make its leaf; shop/1 v2 was recorded there");
    }

    [Fact]
    public async Task Everything_was_rewritten_and_chained_anew()
    {
        await ledger.Execute("""
            update ledger.mt_events set data = jsonb_set(data, '{to}', '"refunded"') where tenant_id = 'shop' and stream_id = '1' and version = 2
            """);
        await ChainAnew();

        await Named("The first 9 events are not those that were signed: the root over them is not that of the checkpoint.",
            "shop/1 v1 (place 1): its leaf is not the one in the folder");
    }

    [Fact]
    public async Task An_older_backup_was_restored()
    {
        await ledger.Execute("""
            delete from ledger.mt_events where seq_id > 6; delete from ledger.ol_leaf where seq_id > 6; delete from ledger.ol_entry where seq_id > 6;
            delete from ledger.ol_checkpoint; select setval('ledger.mt_events_sequence', 6)
            """);

        await Named("There are 6 places in the file, and the checkpoint covers 9: events were deleted, an older backup was restored, or the file is older than the checkpoint.",
            "shop/2 v2 (place 6): it is missing");
    }

    [Fact]
    public async Task Personal_data_is_gone_and_no_event_says_who_erased_it()
    {
        await ledger.Execute("""
            update ledger.mt_events set data = data #- '{details,customer}' where tenant_id = 'shop' and stream_id = '1' and version = 1;
            update ledger.ol_leaf set salt = null where place = 1
            """);

        await Named("shop/1 v1 (place 1): its personal data is gone, and no later event says that it was erased");
    }

    private async Task Named(string without, string? with = null)
    {
        var file = await ledger.Export();

        (await ledger.Verify(file))[0].ShouldBe(without);
        (await ledger.Verify(file, anchored: true))[0].ShouldBe(with ?? without);
    }

    private async Task Delete(string events, bool withLeaf = true)
    {
        if (withLeaf)
            await ledger.Execute($"delete from ledger.ol_leaf where seq_id in (select seq_id from ledger.mt_events where {events})");
        await ledger.Execute($"delete from ledger.mt_events where {events}");
    }

    private async Task Exchange(string one, string other)
    {
        var first = await ledger.Ask<long>($"select seq_id from ledger.mt_events where {one}");
        var second = await ledger.Ask<long>($"select seq_id from ledger.mt_events where {other}");
        await ledger.Execute($"update ledger.mt_events set seq_id = -1 where seq_id = {first}");
        await ledger.Execute($"update ledger.mt_events set seq_id = {first} where seq_id = {second}");
        await ledger.Execute($"update ledger.mt_events set seq_id = {second} where seq_id = -1");
    }

    private async Task ChainAnew()
    {
        await using var connection = await ledger.Sql.OpenConnectionAsync();
        var chain = new Chain(0, new Dictionary<StreamKey, byte[]>());
        var anew = new List<(long Seq, LeafRow Row)>();
        using (var events = new ProvenEvents(connection, 0, long.MaxValue))
            while (events.Next() is { } e)
                anew.Add((e.Seq, chain.Add(e.Subject, JsonElement.Parse(e.Data))));
        foreach (var (seq, row) in anew)
            await ledger.Execute($"""
                update ledger.ol_leaf set leaf = '\x{Convert.ToHexString(row.Leaf)}', personal = {Literal(row.Personal)}, salt = {Literal(row.Salt)}
                 where seq_id = {seq}
                """);
    }

    private static string Literal(byte[]? bytes) => bytes is null ? "null" : $"'\\x{Convert.ToHexString(bytes)}'";
}
