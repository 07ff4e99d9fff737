using System.Net.Http.Json;

namespace OrderLedger.Tests.Webhooks;

/// <summary>Two servers on one database that are killed in turn, and a receiver that is down, slow or breaks off.</summary>
public class KilledSenders
{
    private const int Orders = 40;
    private const int Seed = 20261128;

    private static readonly TimeSpan Chaos = TimeSpan.FromSeconds(60);

    private static readonly string[] Statuses = ["processing", "on-hold", "completed", "refunded"];
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Tell_every_event_at_least_once_and_each_order_in_order()
    {
        var random = new Random(Seed);
        var connectionString = await TestServer.NewDatabase();
        var isDown = false;
        await using var receiver = await Receiver.Start();
        receiver.Answers = async _ =>
        {
            int dice;
            lock (random)
                dice = random.Next(12);
            if (dice == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(300));
            return dice switch { 1 => 500, 2 => 503, 3 => Receiver.Reset, _ when isDown => 503, _ => 200 };
        };
        await using (var one = NewServer(connectionString))
        await using (var two = NewServer(connectionString))
        {
            await one.Start();
            await two.Start();
            using var client = one.NewClient();
            using var made = await client.PostAsJsonAsync("/api/webhook-subscriptions", new { url = receiver.Url });
            made.StatusCode.ShouldBe(HttpStatusCode.Created);

            using var chaos = new CancellationTokenSource(Chaos);
            var pushed = Push([one, two], chaos.Token);
            for (var kill = 0; !chaos.IsCancellationRequested; kill++)
            {
                var (down, up) = kill % 2 == 0 ? (one, two) : (two, one);
                var taken = receiver.Taken.Count;
                isDown = kill % 3 == 2;
                await down.Kill();
                await down.Start();
                isDown = false;
                up.LastWords.ShouldBeNull();
                await Condition.Holds(() => receiver.Taken.Count > taken, Patience, () => $"seed {Seed}: nothing comes");
            }
            var events = await pushed;
            await Condition.Holds(() => Versions(receiver).Sum(v => v.Value.Count) == events, Patience,
                () => $"seed {Seed}: {Versions(receiver).Sum(v => v.Value.Count)} of {events} events were told");

            foreach (var (order, versions) in Versions(receiver))
                versions.ShouldBe(Enumerable.Range(1, versions.Count), $"seed {Seed}, order {order}");
            receiver.Taken.GroupBy(m => (m.Data["order_id"]!.ToString(), (int)m.Data["version"]!))
                .ShouldAllBe(same => same.Select(m => m.Id).Distinct().Count() == 1);
        }
        await TestServer.Drop(connectionString);
    }

    // The versions of each order in the order of their first arrival.
    private static Dictionary<string, List<int>> Versions(Receiver receiver) => receiver.Taken
        .GroupBy(m => m.Data["order_id"]!.ToString())
        .ToDictionary(order => order.Key, order => order.Select(m => (int)m.Data["version"]!).Distinct().ToList());

    private static ServerProcess NewServer(string connectionString) => new(connectionString)
    {
        More =
        {
            ["OrderLedger__SecretKey"] = Convert.ToBase64String(new byte[32]),
            ["OrderLedger__Webhooks__AllowPrivateAddresses"] = "true",
            ["OrderLedger__Webhooks__RetrySeconds"] = "0.2,0.5,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        },
    };

    // As many as the time has room for. A push whose server was killed is sent again with its key: it happens once.
    private static async Task<int> Push(ServerProcess[] servers, CancellationToken end)
    {
        var events = 0;
        await Task.WhenAll(Enumerable.Range(1, Orders).Select(async order =>
        {
            await Sent(servers, HttpMethod.Post, "/api/webhooks/order", new { id = order, status = "pending" }, $"{order}-0");
            Interlocked.Increment(ref events);
            for (var step = 0; !end.IsCancellationRequested; step++)
            {
                await Sent(servers, HttpMethod.Patch, $"/api/orders/{order}/status",
                    new { order_status = Statuses[step % Statuses.Length] }, $"{order}-{step + 1}");
                Interlocked.Increment(ref events);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }));
        return events;
    }

    private static Task Sent(ServerProcess[] servers, HttpMethod method, string path, object body, string key)
    {
        var turn = 0;
        return Condition.Holds(async () =>
        {
            try
            {
                using var client = servers[turn++ % servers.Length].NewClient();
                using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
                request.Headers.Add("Idempotency-Key", key);
                using var response = await client.SendAsync(request);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, Patience, () => $"{path} is not taken");
    }
}
