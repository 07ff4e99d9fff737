using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Vendors;

/// <summary>
/// One case of <c>cases/*.json</c>: requests to a store, and what must be true afterwards. Placeholders stand for what differs from run
/// to run: <c>$ID</c> and <c>$ID2</c> an order number (<c>"$ID#"</c> as a JSON number), <c>$T(-600)</c> the time so many seconds from now
/// in UTC without a zone, <c>$TZ(-600)</c> the same with Z, <c>$L(zone,2)</c> local time without a zone, <c>$DAY(zone,0)</c> a day,
/// <c>$REP(A,9)</c> a character repeated, <c>$STORE</c> the store's name.
/// </summary>
public sealed partial class ShopCase(JsonObject said, string store, int number)
{
    private readonly DateTimeOffset now = DateTimeOffset.UtcNow;

    public string Store => store;

    public IEnumerable<JsonObject> Prior => said["setup"]!["prior"] is JsonArray prior ? prior.Select(r => r!.AsObject()) : [];

    public IEnumerable<JsonObject> Requests => said["request"]!.AsArray().Select(r => r!.AsObject());

    public IEnumerable<int> Statuses => said["expect"]!["status"]!.AsArray().Select(s => (int)s!);

    public IEnumerable<JsonObject> Then => said["expect"]!["then"]!.AsArray().Select(t => t!.AsObject());

    public string Why => (string)said["why"]!;

    /// <summary>The text with its placeholders filled in.</summary>
    public string Filled(string text)
    {
        text = Numbers().Replace(text, m => Number(m.Groups[1].Value));
        text = Ids().Replace(text, m => Number(m.Groups[1].Value));
        text = Calls().Replace(text, m => Call(m.Groups[1].Value, m.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries)));
        return text.Replace("$STORE", store, StringComparison.Ordinal);
    }

    private string Number(string suffix) => string.Create(CultureInfo.InvariantCulture,
        $"{(number * 10) + (suffix.Length == 0 ? 0 : int.Parse(suffix, CultureInfo.InvariantCulture))}");

    private string Call(string name, string[] arguments) => name switch
    {
        "T" => At(arguments[0]).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        "TZ" => At(arguments[0]).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "L" => Local(arguments[0], At(arguments[1])).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        "DAY" => Local(arguments[0], now.AddDays(int.Parse(arguments[1], CultureInfo.InvariantCulture)))
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "REP" => new string(arguments[0][0], int.Parse(arguments[1], CultureInfo.InvariantCulture)),
        _ => throw new FormatException($"${name} is no placeholder."),
    };

    private DateTimeOffset At(string seconds) => now.AddSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));

    private static DateTimeOffset Local(string zone, DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById(zone));

    [GeneratedRegex(@"""\$ID(\d?)#""")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\$ID(\d?)")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\$(TZ|T|L|DAY|REP)\(([^)]*)\)")]
    private static partial Regex Calls();
}
