using System.Text;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Tests.Faults;

/// <summary>A synchronous standby that is away, waits for it that are cancelled, and then the standby in the primary's place.</summary>
[Collection(FaultTests.Name)]
public sealed class AnAbsentStandby
{
    private const int Pushes = 5;

    [Fact]
    public async Task Has_every_push_that_was_answered_with_success_before_it_took_over()
    {
        await using var pair = new StandbyPair();
        await pair.Begin();
        await using (var database = Database.Connect(pair.Primary))
            await LedgerSchema.Migrate(database, CancellationToken.None);
        await pair.AddStandby();
        await using var server = new ServerProcess(pair.Primary) { CheckpointSeconds = 0 };
        await server.Start();
        using var client = server.NewClient();
        (await Send(client, 1, "present")).ShouldBe(HttpStatusCode.Created);

        await pair.StopStandby();
        using var answered = new CancellationTokenSource();
        var cancelling = pair.CancelWaits(answered.Token);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < Pushes; i++)
            answers.Add(await Send(client, 2 + i, $"absent-{i}"));
        // What they repeat is there, but on the primary alone.
        for (var i = 0; i < Pushes; i++)
            answers.Add(await Send(client, 2 + i, $"absent-{i}"));
        await answered.CancelAsync();
        // The keyring notes when a key was used last, in a transaction of its own.
        var waits = (await cancelling).Where(query => !query.Contains("ledger.ol_key")).ToList();
        waits.Count.ShouldBe(3 * Pushes, $"a push's commit, its look-up, and its repetition wait: {string.Join(" | ", waits)}");
        await server.Kill();
        await pair.FailOver();

        await using var standby = Database.Connect(pair.Standby);
        var events = await Witness.Events(standby);
        events.GetValueOrDefault("present").ShouldBe(1);
        answers.ShouldAllBe(a => a == HttpStatusCode.ServiceUnavailable);
        events.Keys.ShouldNotContain(push => push.StartsWith("absent"), "or the standby was not away");
        (await Witness.Faults(standby)).ShouldBeEmpty();
    }

    private static async Task<HttpStatusCode> Send(HttpClient client, int order, string key)
    {
        using var body = new StringContent($$"""{ "id": {{order}}, "status": "pending" }""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/order") { Content = body };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Add("X-Request-Id", key);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
