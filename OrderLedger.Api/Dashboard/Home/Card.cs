using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Dashboard.Home;

/// <summary>Whether a change is welcome. The words say it too, not only the colour.</summary>
public enum Tone { None, Good, Bad }

/// <summary>
/// A number as a card shows it: with what it was before, how it changed, and its definition. <c>Value</c> is null while it is being
/// counted; <c>Currency</c> is that of money, and of orders where the store has several.
/// </summary>
public sealed record Card(string Id, string Name, string Definition, string? Value, string? Currency, string? Before, string Change,
    Tone Tone)
{
    // From here on percent say less than a multiple.
    private const decimal TimesMin = 9;

    // What each is called on a page, and whether more of it is better (1), worse (-1) or neither.
    private static readonly Dictionary<KpiDefinition, (string Name, int Better)> Words = new()
    {
        [KpiDefinitions.Revenue] = ("Revenue", 1),
        [KpiDefinitions.Counted] = ("Orders sold", 1),
        [KpiDefinitions.Average] = ("Average order value", 0),
        [KpiDefinitions.Throughput] = ("Orders done", 1),
        [KpiDefinitions.Orders] = ("All orders", 0),
        [KpiDefinitions.CycleMedian] = ("Time until done: half within", -1),
        [KpiDefinitions.CycleP90] = ("Time until done: 90 % within", -1),
        [KpiDefinitions.CancelRate] = ("Cancelled", -1),
        [KpiDefinitions.FailRate] = ("Failed", -1),
        [KpiDefinitions.RefundRate] = ("Refunded", -1),
        [KpiDefinitions.Changes] = ("Status changes", 0),
    };

    private static readonly string[] Slow = [KpiDefinitions.Throughput.Name, KpiDefinitions.CycleMedian.Name, KpiDefinitions.CycleP90.Name];

    // Numbers of events, which have no currency.
    private static readonly string[] OfAll = [.. Slow, KpiDefinitions.Changes.Name];

    /// <summary>So many of the cards are always in sight.</summary>
    public const int FirstCount = 4;

    /// <summary>
    /// The cards in the order of a shop's questions: what was sold, how fast it went out, what went wrong. Without
    /// <paramref name="isCompared"/> what they are compared with is still being counted.
    /// </summary>
    internal static IReadOnlyList<Card> Of(IReadOnlyList<KpiCard> cards, bool isSlowKnown, bool isCompared = true)
    {
        var byName = cards.ToDictionary(c => c.Name);
        var all = Words.Select(w => Of(byName[w.Key.Name], w.Value, isSlowKnown || !Slow.Contains(w.Key.Name)));
        return [.. isCompared ? all : all.Select(Uncompared)];
    }

    /// <summary>The card in a store of several currencies: it says which of them it counts.</summary>
    public Card Of(string currency) => this with { Currency = OfAll.Contains(Id) ? "all currencies" : currency };

    private static Card Uncompared(Card card) =>
        card with { Before = null, Change = card.Value is null ? "" : "being compared", Tone = Tone.None };

    private static Card Of(KpiCard card, (string Name, int Better) words, bool isKnown)
    {
        var more = Math.Sign(card.Value.GetValueOrDefault() - card.Previous.GetValueOrDefault());
        var tone = card.Value is null || card.Previous is null
            ? Tone.None
            : (more * words.Better) switch { > 0 => Tone.Good, < 0 => Tone.Bad, _ => Tone.None };
        return isKnown
            ? new(card.Name, words.Name, card.Definition, Said(card, card.Value), card.Currency, Said(card, card.Previous),
                Changed(card, more, tone), tone)
            : new(card.Name, words.Name, card.Definition, null, null, null, "", Tone.None);
    }

    private static string Changed(KpiCard card, int more, Tone tone)
    {
        if (card.Value is not { } value || card.Previous is not { } previous)
            return "nothing to compare with";
        if (more == 0)
            return "as before";
        var word = more > 0 ? "more" : "less";
        var by = card.Unit == "ratio" ? Text($"{Math.Abs(value - previous) * 100:0.0#} points {word}")
            : card.Change is null ? word
            : card.Change >= TimesMin ? Text($"{value / previous:#,##0} times as much")
            : Text($"{Math.Abs(card.Change.Value) * 100:#,##0.0} % {word}");
        return $"{(more > 0 ? "▲" : "▼")} {by}{tone switch { Tone.Good => ", better", Tone.Bad => ", worse", _ => "" }}";
    }

    private static string Said(KpiCard card, decimal? value) => value is not { } some ? "–" : card.Unit switch
    {
        "money" => Text($"{Math.Round(some, 2, MidpointRounding.AwayFromZero):#,##0.00}"),
        "ratio" => Text($"{some * 100:0.0#} %"),
        "seconds" => Parts.Said.Age(some),
        _ => Parts.Said.Number((long)some),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
