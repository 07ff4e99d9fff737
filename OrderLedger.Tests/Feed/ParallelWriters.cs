using Marten;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Tests.Feed;

/// <summary>
/// Two servers, an application with Marten, and an operator write to one ledger side by side. Whoever follows it, in whichever way,
/// sees each event once and in order.
/// </summary>
public class ParallelWriters(SocketApp app) : IClassFixture<SocketApp>
{
    private const int Writers = 6;
    private const int Rounds = 60;

    /// <summary>The order that is registered when all others are done.</summary>
    private const string Last = "399";

    private static readonly string[] Words = ["processing", "on-hold", "completed"];
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Leave_no_gap_and_no_double_for_who_follows()
    {
        await using var other = app.With(_ => { });
        other.UseKestrel();
        other.StartServer();
        using var second = other.CreateClient();
        second.DefaultRequestHeaders.Add("x-api-key", LedgerApp.Key);
        var after = await app.Head();
        var end = new TaskCompletionSource<long>();
        using var patience = new CancellationTokenSource(Max);
        Task<List<long>>[] followers =
        [
            Pages(app.Client, after, "types=*&limit=50", end.Task, patience.Token),
            Pages(second, after, "types=*&limit=7&details=true", end.Task, patience.Token),
            Pages(second, after, "types=*&statuses=completed&limit=1000", end.Task, patience.Token),
            Live(app.Client, after),
            Live(second, after),
        ];

        await Task.WhenAll([.. Enumerable.Range(0, Writers).Select(n => Push(n % 2 == 0 ? app.Client : second, $"3{n}")), Note(), Act()]);
        await app.Register(Last, "completed");
        end.SetResult(await app.Head());
        var seen = await Task.WhenAll(followers);

        var all = await app.Ask<long[]>($"select array_agg(seq_id order by seq_id) from ledger.mt_events where tenant_id = 'default' and seq_id > {after}");
        all.Length.ShouldBeGreaterThan(Writers * Rounds);
        foreach (var places in (List<long>[])[seen[0], seen[1], seen[3], seen[4]])
            places.ShouldBe(all);
        seen[2].ShouldBe(await app.Ask<long[]>(
            $"select array_agg(seq_id order by seq_id) from ledger.ol_entry where store = 'default' and seq_id > {after} and phase = 'done'"));
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Wait_for_one_that_has_a_place_and_has_not_committed_yet()
    {
        var after = await app.Head();
        Task pushed;
        long drawn;
        await using (var connection = await app.Sql.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.Run(WriterLock.Take, default);
            drawn = await connection.Run("select nextval('ledger.mt_events_sequence')", default);
            pushed = app.Register("391");

            (await app.Get($"/api/events?after={after}&wait=1"))["events"]!.AsArray().ShouldBeEmpty();
            pushed.IsCompleted.ShouldBeFalse("a later place is drawn when the earlier one is committed or given up");
        }
        await pushed;

        var page = await app.Get($"/api/events?after={after}&wait=10");
        ((long)page["events"]!.AsArray().Single()!["data"]!["seq"]!).ShouldBeGreaterThan(drawn);
    }

    private static async Task<List<long>> Pages(HttpClient client, long after, string query, Task<long> end, CancellationToken stop)
    {
        var seen = new List<long>();
        while (!end.IsCompleted || after < await end)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/events?after={after}&wait=2&{query}");
            request.Headers.TryAddWithoutValidation("x-api-key", LedgerApp.Key);
            using var answer = await client.SendAsync(request, stop);
            var page = await answer.Json();
            seen.AddRange(page["events"]!.AsArray().Select(e => (long)e!["data"]!["seq"]!));
            after = (long)page["next"]!;
        }
        return seen;
    }

    // The connection breaks again and again, and goes on behind what was heard, to the end.
    private static async Task<List<long>> Live(HttpClient client, long after)
    {
        var (seen, last) = (new List<long>(), "");
        while (last != Last)
        {
            using var listener = await Listener.Connect(client, "?types=*", LedgerApp.Key, ("Last-Event-ID", $"{after}"));
            for (var heard = 0; heard < 40 && last != Last; heard++)
            {
                var fed = (await listener.Hear(1)).Single();
                seen.Add(fed.Seq);
                (after, last) = (fed.Seq, fed.Order);
            }
        }
        return seen;
    }

    private static async Task Push(HttpClient client, string order)
    {
        await Sent(client, HttpMethod.Post, "/api/webhooks/order", $$"""{"id":{{order}},"status":"pending"}""");
        for (var round = 0; round < Rounds; round++)
            await Sent(client, HttpMethod.Patch, $"/api/orders/{order}/status", $$"""{"order_status":"{{Words[round % Words.Length]}}"}""");
    }

    private static async Task Sent(HttpClient client, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body.Bytes()) };
        request.Headers.TryAddWithoutValidation("x-api-key", LedgerApp.Key);
        using var answer = await client.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Text());
    }

    private async Task Note()
    {
        await app.Register("398", "completed");
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(app.Sql);
            MartenSetup.Configure(options);
        });
        for (var round = 0; round < Rounds; round++)
        {
            await using var session = store.LightweightSession("default");
            session.LastModifiedBy = "another application";
            session.Events.Append("398", new NoteAdded($"{round}"));
            await session.SaveChangesAsync();
        }
    }

    private async Task Act()
    {
        for (var round = 0; round < Rounds; round++)
            await app.Services.GetRequiredService<Actions>().Record(new("default", ActionTypes.StoreChanged, new Dictionary<string, string>()),
                Talk.Tester, default);
    }
}
