using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace OrderLedger.Tests.Vendors;

/// <summary>Pushes through every dialect, in any order and several at a time, are shown as the fold of their events.</summary>
public class AnyDialect(SocketApp app) : IClassFixture<SocketApp>, IAsyncLifetime
{
    private const int Runs = 12;
    private const int AtOnce = 4;

    private readonly Dictionary<string, Shop> shops = [];
    private int run;

    /// <summary>One push to one order: a word of the vocabulary by its place, or none of its words.</summary>
    public sealed record Act(string Dialect, int Order, string Kind, int Word, int? Minute, int? Key);

    private static readonly Gen<Act> Acts =
        from dialect in Gen.Elements(Vocabularies.Names.ToArray())
        from order in Gen.Choose(1, 3)
        from kind in Gen.Frequency(
            (5, Gen.Constant("push")), (2, Gen.Constant("register")), (1, Gen.Constant("nonsense")), (1, Gen.Constant("bulk")),
            (1, Gen.Constant("payment")), (1, Gen.Constant("own")))
        from word in Gen.Choose(0, 8)
        from minute in Gen.Frequency((2, Gen.Constant((int?)null)), (1, Gen.Choose(0, 9).Select(m => (int?)m)))
        from key in Gen.Frequency((3, Gen.Constant((int?)null)), (1, Gen.Choose(0, 4).Select(k => (int?)k)))
        select new Act(dialect, order, kind, word, minute, key);

    public async Task InitializeAsync()
    {
        foreach (var dialect in Vocabularies.Names)
            shops[dialect] = await Shop.Open(app, $"any-{dialect}", dialect);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Leaves_nothing_shown_that_the_events_do_not_say() =>
        Prop.ForAll(Acts.ArrayOf().Resize(40).ToArbitrary(), acts => Leave(acts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private async Task Leave(Act[] acts)
    {
        run++;
        foreach (var together in acts.Chunk(AtOnce))
            await Task.WhenAll(together.Select(Do));
        (await app.Faults()).ShouldBeEmpty();
    }

    private async Task Do(Act act)
    {
        var shop = shops[act.Dialect];
        var (id, word) = (shop.OrderId(run * 10 + act.Order), shop.Words[act.Word % shop.Words.Count]);
        var time = act.Minute is { } minute ? $",\"occurred_at\":\"2026-01-01T00:0{minute}:00Z\"" : "";
        using var response = act.Kind switch
        {
            "register" => await Send(shop, act, HttpMethod.Post, "/api/orders", $$"""{"id":"{{id}}","status":"{{word}}","total":{{act.Word}}{{time}}}"""),
            "bulk" => await Send(shop, act, HttpMethod.Post, "/api/orders/bulk-status",
                $$"""{"updates":[{"order_id":"{{id}}","status":"{{word}}"{{time}}},{"order_id":"{{shop.OrderId(run * 10)}}","status":"{{word}}"}]}"""),
            "own" => await Send(shop, act, HttpMethod.Patch, $"/api/orders/{id}/status", $$"""{"status":"{{word}}"{{time}}}"""),
            "payment" => await shop.Push(id, word, $$$""","payment_status":"paid","billing":{"status":"paid"},"metadata":{"n":{{{act.Word}}}}{{{time}}}"""),
            "nonsense" => await shop.Push(id, "no-such-status"),
            _ => await shop.Push(id, word, time),
        };
        ((int)response.StatusCode).ShouldBeOneOf([200, 201, 400, 404, 409, 422], $"{act}: {await response.Text()}");
    }

    private static Task<HttpResponseMessage> Send(Shop shop, Act act, HttpMethod method, string path, string body) =>
        shop.Send(method, path, body,
        act.Key is { } key ? [("Idempotency-Key", key.ToString(CultureInfo.InvariantCulture))] : []);
}
