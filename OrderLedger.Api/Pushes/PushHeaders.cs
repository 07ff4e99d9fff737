using System.Security.Cryptography;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Pushes;

/// <summary>
/// The headers of a push: its idempotency key (or none), the versions it expects, and what is wrong with them if anything is.
/// </summary>
public sealed record PushHeaders(IReadOnlyList<IdempotencyKey> Keys, IReadOnlyList<long>? ExpectedVersions, string? Fault)
{
    public IResult? Problem => Fault is { } fault ? Http.Problem.Of(400, fault) : null;

    /// <summary>A push with what its headers say, ready for the ledger.</summary>
    public Submission ToSubmission(Store store, string orderId, Push push, Vocabulary words, Sender sender) => new(
        Stream: new(store.Name, orderId),
        Request: push with { ExpectedVersions = ExpectedVersions },
        Rules: store.RulesFor(words),
        Sender: sender,
        Keys: Keys);

    /// <summary>
    /// Reads <c>Idempotency-Key</c> (printable ASCII, up to 255 characters) and <c>If-Match</c> (RFC 9110: <c>"3"</c>, a
    /// list, or <c>*</c>).
    /// </summary>
    public static PushHeaders Read(HttpRequest request, string orderId, JsonBody body)
    {
        IReadOnlyList<IdempotencyKey> keys = [];
        if (request.Headers["Idempotency-Key"] is [{ } given, ..])
        {
            var name = given.Trim().Trim('"');
            if (name.Length is 0 or > IdempotencyKey.KeyMax || !name.All(c => c is >= ' ' and < '\x7f'))
                return Wrong($"Idempotency-Key takes 1 to {IdempotencyKey.KeyMax} printable ASCII characters.");
            keys = [new("k:" + name, HashOf(orderId, Canonical(body))) { HashAsSent = HashOf(orderId, body.Raw) }];
        }
        if (request.Headers.IfMatch.Count == 0)
            return new(keys, null, null);
        var expected = Versions(request.Headers.IfMatch.ToString());
        return expected is null ? Wrong("If-Match takes the ETag of an order, e.g. \"3\".")
            : new(keys, expected.Length == 0 ? null : expected, null);
    }

    // A sender that retries may write the same JSON anew, in another order and with other blanks.
    private static byte[] Canonical(JsonBody body)
    {
        if (body.Json.ValueKind == JsonValueKind.Undefined)
            return body.Raw;
        var json = new CanonicalJson(exactNumbers: true);
        json.Value(body.Json);
        return json.Bytes.ToArray();
    }

    /// <summary>The same request again has the same hash: same order, same bytes.</summary>
    public static byte[] HashOf(string orderId, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(orderId + "\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// Sets the headers of the answer to an accepted push: the order's version, and whether this is the first answer again.
    /// </summary>
    public static void Tell(HttpResponse response, Answer.Done done)
    {
        response.Headers.ETag = VersionTag.Of(done.Outcome.Order.Version);
        if (done.Replayed)
            response.Headers["Idempotency-Replayed"] = "true";
    }

    // Empty for "*". A weak tag never matches (RFC 9110, 13.1.1), and neither does one that is none of ours.
    private static long[]? Versions(string ifMatch)
    {
        if (ifMatch.Trim() == "*")
            return [];
        var versions = new List<long>();
        foreach (var tag in ifMatch.Split(',', StringSplitOptions.TrimEntries))
        {
            var strong = tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
            if (strong is not ['"', .., '"'] || strong.Length < 2)
                return null;
            versions.Add(strong == tag && long.TryParse(strong[1..^1], NumberStyles.None, CultureInfo.InvariantCulture,
                out var version) ? version : -1);
        }
        return [.. versions];
    }

    private static PushHeaders Wrong(string error) => new([], null, error);
}
