using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>Says to a person why a change was refused.</summary>
internal static class RefusedWords
{
    /// <summary>Longest status repeated, in characters.</summary>
    private const int StatusMax = 40;

    public static string Of(RejectedPush push, Store store) =>
        push.Status == StatusCodes.Status404NotFound ? "the order was not known here yet."
        : StatusIn(push) is { } sent && store.Vocabulary.Read(sent) is null ? $"'{Cut(sent)}' is not a status of this shop."
        : push.Reason.Length > 0 ? push.Reason : "no reason was given.";

    private static string? StatusIn(RejectedPush push) =>
        push.Body is { } body && push.Reason.Contains("status", StringComparison.OrdinalIgnoreCase)
            && JsonBody.Parse(body) is { Fault: null, Json: var json }
            && SentStatus.In(json, "status", "order_status") is { ValueKind: JsonValueKind.String } sent
                ? sent.GetString()!.Trim() : null;

    private static string Cut(string text) => text.Length <= StatusMax ? text : text[..StatusMax] + "...";
}
