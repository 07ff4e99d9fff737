using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Alerts;

/// <summary>Reads who is told of what from a request. A member that is absent has its default.</summary>
internal static class AlertBody
{
    private static readonly string[] Members = ["emails", "kinds", "refused_per_hour", "digest"];

    /// <exception cref="FormatException">It cannot be taken; the message says why.</exception>
    public static AlertSetting Read(JsonElement json, string store)
    {
        if (json.EnumerateObject().Select(m => m.Name).FirstOrDefault(name => !Members.Contains(name)) is { } unknown)
            throw new FormatException($"There is no member '{unknown}'. Known: {string.Join(", ", Members)}.");
        var plain = new AlertSetting(store);
        return new AlertSetting(store)
        {
            Emails = Texts(json, "emails", AlertSetting.Email) ?? plain.Emails,
            Kinds = Texts(json, "kinds", AlertSetting.Kind) ?? plain.Kinds,
            RefusedMax = json.Member("refused_per_hour") is { } refused
                ? AlertSetting.Refused(refused.ValueKind == JsonValueKind.Number && refused.TryGetInt32(out var number) ? number : null, "refused_per_hour")
                : plain.RefusedMax,
            DigestAt = json.Member("digest") is { } digest ? AlertSetting.Time(digest.ToString(), "digest") : null,
        }.Checked();
    }

    private static string[]? Texts(JsonElement json, string name, Func<string, string, string> read) => json.Member(name) is not { } given
        ? null
        : given.ValueKind == JsonValueKind.Array
            ? [.. given.EnumerateArray().Select(text => read(text.ToString(), name)).Distinct(StringComparer.OrdinalIgnoreCase)]
            : throw new FormatException($"{name} takes a list.");
}
