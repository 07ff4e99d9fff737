using OrderLedger.Tests.Ledger;

namespace OrderLedger.Tests.Pushes.Refused;

public class InboxSweeps(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task They_forget_what_is_too_old_done_with_or_not()
    {
        await Fill("age", rows: 4, bytes: "0");
        await ledger.Execute(
            """
            update ledger.ol_rejected_push set received_at = now() - interval '31 days' where store = 'age' and request_id in ('1', '2');
            update ledger.ol_rejected_push set state = 'replayed' where store = 'age' and request_id in ('2', '3');
            """);

        await new RejectedPushes(ledger.Sql).Sweep(CancellationToken.None);

        (await Left("age")).ShouldBe("3,4");
    }

    [Fact]
    public async Task They_leave_each_store_its_newest_ten_thousand()
    {
        await Fill("few", rows: 3, bytes: "0");
        await Fill("count", rows: RejectedPushes.RowsMax + 3, bytes: "0");

        (await new RejectedPushes(ledger.Sql).Sweep(CancellationToken.None)).ShouldBe(3);

        (await ledger.Ask<long>("select min(request_id::int)::bigint from ledger.ol_rejected_push where store = 'count'")).ShouldBe(4);
        (await Left("few")).ShouldBe("1,2,3");
    }

    [Fact]
    public async Task They_leave_each_store_the_newest_256_MiB()
    {
        const long each = RejectedPushes.BytesMax / 4;
        await Fill("bytes", rows: 6, bytes: $"{each}");

        await new RejectedPushes(ledger.Sql).Sweep(CancellationToken.None);

        (await Left("bytes")).ShouldBe("3,4,5,6");
    }

    [Fact]
    public async Task A_flood_does_not_wait_for_the_next_of_them()
    {
        await Fill("flood", rows: 1, bytes: "0");
        await ledger.Execute("update ledger.ol_rejected_push set received_at = now() - interval '31 days' where store = 'flood'");
        var (pushes, body) = (new RejectedPushes(ledger.Sql), new byte[1 << 20]);

        for (var i = 0; i < 64; i++)
            await pushes.Keep(
                [new(Guid.CreateVersion7(), "flood", "PATCH", "/", "", new Dictionary<string, string>(), "", "new", 404, "")
                    { Body = body }],
                CancellationToken.None);

        (await ledger.Ask<long>("select count(*) from ledger.ol_rejected_push where store = 'flood' and request_id <> 'new'")).ShouldBe(0);
    }

    private Task<int> Fill(string store, int rows, string bytes) => ledger.Execute(
        $$"""
          insert into ledger.ol_rejected_push (id, store, method, path, query, headers, body, status, reason, actor, request_id, received_at)
          select gen_random_uuid(), '{{store}}', 'PATCH', '/', '', '{}', convert_to(repeat('x', {{bytes}}), 'utf8'), 404, '', '', n::text,
                 now() - interval '1 day' + n * interval '1 second'
            from generate_series(1, {{rows}}) n
          """);

    private Task<string> Left(string store) =>
        ledger.Ask<string>($"select string_agg(request_id, ',' order by request_id) from ledger.ol_rejected_push where store = '{store}'");
}
