using OrderLedger.Api.Dashboard.Upkeep.Access;
using OrderLedger.Api.Dashboard.Upkeep.Projections;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Upkeep.Audit;

/// <summary>An administrative action in words.</summary>
internal static class ActionWords
{
    public static string Of(AuditLine.OfStore line)
    {
        var data = line.Data.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(m => m.Name, m => m.Value.GetString()!);
        string Fact(string name) => data.GetValueOrDefault(name, "?");
        return line.Type switch
        {
            ActionTypes.StoreMade => $"Made the store, shop system {Fact("dialect")}",
            ActionTypes.StoreChanged => $"Changed the store: {Changes(data)}",
            ActionTypes.StoreRemoved => "Removed the store and its keys",
            ActionTypes.KeyMade => $"Made the key {Fact("name")} ({Fact("id")}) that may {ScopeWords.Of(Fact("scopes").Split(','))}",
            ActionTypes.KeyRevoked => $"Revoked the key {Fact("name")} ({Fact("id")})",
            ActionTypes.RebuildAsked => $"Asked for a rebuild of {DataWords.Of(Fact("projections").Split(','))}",
            ActionTypes.RebuildCancelled => "Cancelled a rebuild",
            ActionTypes.PushReplayed => "Tried a refused change again",
            ActionTypes.PushDismissed => "Put a refused change aside",
            ActionTypes.PersonalDataErased => $"Erased the personal data of order {Fact("order")}",
            ActionTypes.ExportTaken when data.TryGetValue("list", out var list) =>
                $"Took the list of {list} as {Fact("format")}{(data.TryGetValue("filters", out var filters) ? $", filtered by {Listed(filters)}" : "")}",
            ActionTypes.ExportTaken => $"Took an export as {Fact("format")}{Range(data)}",
            ActionTypes.AlertOpened => $"Alert: {Fact("text")}",
            ActionTypes.AlertClosed => $"The alert ended: {Fact("text")}",
            ActionTypes.SignedIn => $"Signed in{(data.TryGetValue("key", out var key) ? $" with {key}" : "")}",
            _ => Named(line.Type) + (data.Count == 0 ? "" : ": " + string.Join(", ", data.Select(d => $"{d.Key} {d.Value}"))),
        };
    }

    /// <summary>"status_changed" as "Status changed".</summary>
    public static string Named(string type) => type switch
    {
        ActionTypes.PushReplayed => "Refused change tried again",
        ActionTypes.PushDismissed => "Refused change put aside",
        _ => Capital(type),
    };

    private static string Capital(string type) => char.ToUpperInvariant(type[0]) + type[1..].Replace('_', ' ');

    // Facts come in pairs, NAME.from and NAME.to, of which one is missing where there was nothing or is nothing; of a secret there is but
    // one.
    private static string Changes(Dictionary<string, string> data) =>
        string.Join(", ", data.Keys.Select(k => k.Split('.')[0]).Distinct().Select(name =>
        data.TryGetValue(name, out var alone)
            ? $"{Spaced(name)} {alone}"
            : $"{Spaced(name)} from {data.GetValueOrDefault(name + ".from", "nothing")} to {data.GetValueOrDefault(name + ".to", "nothing")}"));

    private static string Range(Dictionary<string, string> data) =>
        (data.TryGetValue("from", out var from) ? $" from {from}" : "") + (data.TryGetValue("to", out var to) ? $" to {to}" : "");

    private static string Listed(string text) => text.Replace(",", ", ", StringComparison.Ordinal);

    private static string Spaced(string name) => name switch
    {
        "dialect" => "shop system",
        "phases" => "meanings",
        _ => Split(name),
    };

    private static string Split(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
