using System.Globalization;
using System.Security.Cryptography;
using OrderLedger.Tests.Dashboard;

namespace OrderLedger.Tests.Vendors;

/// <summary>
/// Inputs of real shops and automations, case by case: <c>cases/reported.json</c> after public bug reports, <c>cases/more.json</c> more of
/// each kind. Nothing they send is lost or misread.
/// </summary>
public class ShopCases(SocketApp app) : IClassFixture<SocketApp>, IAsyncLifetime
{
    private static readonly Dictionary<string, JsonObject> Cases = new[] { "reported", "more" }
        .SelectMany(file => JsonNode.Parse(File.ReadAllText($"Vendors/cases/{file}.json"))!.AsArray())
        .ToDictionary(c => (string)c!["id"]!, c => c!.AsObject());

    private static int orders = 70_000;

    private readonly Dictionary<string, string> keys = [];

    public static TheoryData<string> Names => [.. Cases.Keys];

    public async Task InitializeAsync()
    {
        await Open("shop", "woocommerce", "Europe/Berlin");
        await Open("ny", "woocommerce", "America/New_York");
        await Open("utc", "woocommerce", "UTC");
        await Open("k5", "woocommerce", "Europe/Berlin");
        await Open("wh", "whatalo", "UTC");
        await Open("aw", "awal", "UTC");
        await Open("wiz", "wizcommerce", "UTC");
        await Open("gen", "genuka", "UTC");
        keys["default"] = LedgerApp.Key;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_lost_or_misread(string id)
    {
        var said = Cases[id];
        var shop = new ShopCase(said, (string)said["setup"]!["store"]!, Interlocked.Increment(ref orders));
        foreach (var request in shop.Prior)
        {
            using var made = await Send(shop, request);
            ((int)made.StatusCode).ShouldBeLessThan(300, await made.Text());
        }
        var answers = new List<HttpResponseMessage>();
        foreach (var request in shop.Requests)
            answers.Add(await Send(shop, request));

        var last = await answers[^1].Text();
        shop.Statuses.ShouldContain((int)answers[^1].StatusCode, $"{shop.Why}\n{last}");
        foreach (var then in shop.Then)
            (await Holds(shop, then, answers)).ShouldBeNull($"{shop.Why}\n{last}");
        answers.ForEach(a => a.Dispose());
    }

    private async Task Open(string name, string dialect, string zone)
    {
        var store = $"{name}-{Guid.NewGuid().ToString("n")[..6]}";
        names[name] = store;
        keys[name] = await app.NewStore(store, dialect, zone: zone, currency: "EUR");
    }

    private readonly Dictionary<string, string> names = new() { ["default"] = "default" };

    private string Filled(ShopCase shop, string text) =>
        shop.Filled(text.Replace("$STORE", names[shop.Store], StringComparison.Ordinal)
            .Replace($"/dashboard/{shop.Store}/", $"/dashboard/{names[shop.Store]}/", StringComparison.Ordinal));

    private async Task<HttpResponseMessage> Send(ShopCase shop, JsonObject request)
    {
        var body = Filled(shop, (string?)request["body"] ?? "").Bytes();
        var path = Filled(shop, (string)request["path"]!);
        var method = new HttpMethod((string)request["method"]!);
        var headers = new List<(string, string)>();
        if ((string?)request["sign"] == "woo")
            headers.AddRange([
                ("X-WC-Webhook-Topic", (string)request["topic"]!), ("X-WC-Webhook-ID", "7"),
                ("X-WC-Webhook-Delivery-ID", Guid.NewGuid().ToString("n")),
                ("X-WC-Webhook-Signature", Convert.ToBase64String(HMACSHA256.HashData(keys[shop.Store].Bytes(), body))),
            ]);
        if ((string?)request["sign"] == "awal")
            headers.AddRange(Signatory.Of(names[shop.Store]).Sign(method, path, System.Text.Encoding.UTF8.GetString(body)));
        if ((bool?)request["key"] == true)
            headers.AddRange([("x-api-key", keys[shop.Store]), ("X-Company", names[shop.Store])]);
        string? contentType = null;
        foreach (var header in request["headers"]?.AsArray() ?? [])
            if ((string)header![0]! == "Content-Type")
                contentType = (string)header[1]!;
            else
                headers.Add(((string)header[0]!, Filled(shop, (string)header[1]!)));
        return await app.SendRaw(method, path, body, contentType, [.. headers]);
    }

    // Null when it holds, else what does not.
    private async Task<string?> Holds(ShopCase shop, JsonObject then, List<HttpResponseMessage> answers)
    {
        if (then["either"] is JsonArray either)
        {
            var wrong = new List<string?>();
            foreach (var one in either)
                wrong.Add(await Holds(shop, one!.AsObject(), answers));
            return wrong.Contains(null) ? null : string.Join(" and ", wrong);
        }
        if (then["inbox"] is { } inbox)
            return await Kept(shop, Filled(shop, (string)inbox!)) >= (int)then["min"]! ? null : "nothing is kept";
        if (then["answer"] is { } at)
            return await OfAnswer(then, answers[(int)at! < 0 ? answers.Count + (int)at! : (int)at!]);
        if (then["raw"] is { } file)
            return await OfFile(shop, then, Filled(shop, (string)file!));
        using var response = await app.Send(HttpMethod.Get, Filled(shop, (string)then["get"]!), key: keys[shop.Store]);
        var text = await response.Text();
        if ((int)response.StatusCode != (int)then["status"]!)
            return $"{(int)response.StatusCode}: {text}";
        foreach (var where in then["where"]?.AsArray() ?? [])
            if (!Fits(Member(JsonNode.Parse(text), (string)where![0]!), (string)where[1]!, where[2]))
                return $"{where.ToJsonString()} in {text}";
        return null;
    }

    private static async Task<string?> OfAnswer(JsonObject then, HttpResponseMessage answer)
    {
        if (then["header"] is JsonArray header)
            return answer.Header((string)header[0]!) == (string)header[1]! ? null : $"{header.ToJsonString()} is not there";
        var text = await answer.Text();
        return then["has_any"]!.AsArray().Any(word => text.Contains((string)word!, StringComparison.Ordinal)) ? null : text;
    }

    private async Task<string?> OfFile(ShopCase shop, JsonObject then, string path)
    {
        using var clerk = await Clerk.SignedIn(app, keys[shop.Store]);
        using var file = await clerk.Get(path);
        var bytes = await file.Content.ReadAsByteArrayAsync();
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        var starts = (string?)then["starts_hex"] ?? "";
        return Convert.ToHexStringLower(bytes).StartsWith(starts, StringComparison.Ordinal)
            && (then["has"]?.AsArray() ?? []).All(word => text.Contains((string)word!, StringComparison.Ordinal)) ? null : text;
    }

    private async Task<int> Kept(ShopCase shop, string text) =>
        (await app.Get($"/api/rejected-pushes?text={text}", keys[shop.Store]))["rejected_pushes"]!.AsArray().Count;

    // a.b, a[name=value] and a[0].
    private static JsonNode? Member(JsonNode? from, string path)
    {
        foreach (var part in path.Split('.'))
        {
            var (name, inner) = part.Split('[') is [var outer, var rest] ? (outer, rest.TrimEnd(']')) : (part, null);
            from = from?[name];
            if (inner is not null)
                from = inner.Split('=') is [var key, var value]
                    ? from?.AsArray().FirstOrDefault(e => e![key]?.ToString() == value)
                    : from?.AsArray().ElementAtOrDefault(int.Parse(inner, CultureInfo.InvariantCulture));
        }
        return from;
    }

    private static bool Fits(JsonNode? found, string op, JsonNode? wanted) => op switch
    {
        "eq" => JsonNode.DeepEquals(found, wanted) || (wanted?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            && decimal.TryParse(found?.ToString(), CultureInfo.InvariantCulture, out var number)
            && number == decimal.Parse(wanted.ToString(), CultureInfo.InvariantCulture)),
        "in" => wanted!.AsArray().Any(one => JsonNode.DeepEquals(found, one)),
        "has" => found?.ToString().Contains((string)wanted!, StringComparison.Ordinal) == true,
        "min" => (found as JsonArray)?.Count >= (int)wanted!,
        _ => throw new FormatException($"'{op}' compares nothing."),
    };
}
