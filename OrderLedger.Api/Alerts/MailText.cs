using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Alerts;

/// <summary>Writes the mails: plain text, order numbers and statuses, nothing of a customer.</summary>
internal static class MailText
{
    /// <summary>Most lines of a list in a mail.</summary>
    private const int LinesMax = 50;

    /// <summary>The subject of a mail about alerts of one kind.</summary>
    public static string Title(string store, IReadOnlyList<Wrong> opened) => $"{store}: " + opened[0].Kind switch
    {
        AlertKinds.OrderOverdue => opened.Count == 1 ? "an order is overdue" : Counted(opened.Count, "orders are overdue"),
        AlertKinds.PushesRefused => "many updates are refused",
        AlertKinds.SourceSilent => opened.Count == 1 ? $"nothing comes from {opened[0].Subject}" : "nothing comes from "
            + string.Join(", ", opened.Select(w => w.Subject)),
        AlertKinds.Drift => "what is shown differs from what was recorded",
        AlertKinds.ProofFailed => "the ledger is not signed any more",
        _ => "a webhook subscription was switched off",
    };

    /// <summary>The text of a mail about alerts of one kind.</summary>
    public static string Of(string store, IReadOnlyList<Wrong> opened) =>
        Listed(opened) + Foot(store, "Each alert is told once, when it begins.");

    /// <summary>Alerts with their links, the first fifty of them, and a blank line.</summary>
    public static string Listed(IReadOnlyList<Wrong> wrongs)
    {
        var text = new StringBuilder();
        foreach (var wrong in wrongs.Take(LinesMax))
            text.Append(wrong.Text).Append('\n').Append(wrong.Link).Append("\n\n");
        if (wrongs.Count > LinesMax)
            text.Append(CultureInfo.InvariantCulture, $"And {wrongs.Count - LinesMax} more.\n\n");
        return text.ToString();
    }

    public static string Foot(string store, string sentence) =>
        $"-- \nOrderLedger, store {store}. {sentence}\nWho is told of what: GET and PUT /api/alerts, or the verb \"alerts\".\n";

    private static string Counted(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}");
}
