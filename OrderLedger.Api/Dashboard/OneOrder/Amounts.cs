namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>The sums that make up an order's total, as its shop names them.</summary>
internal static class Amounts
{
    /// <summary>Amounts that stand among the details themselves.</summary>
    public static readonly string[] Members = ["subtotal", "discount_amount", "shipping_cost", "tax_amount", "amount_paid", "amount_due"];

    private const string NoSum = "prices_include_tax";

    // Of a list that has lines, the shop's own sum says the same again.
    private static readonly Kind[] Kinds =
    [
        new("shipping_lines", "shipping", ["method_title", "title", "name"], ["total", "price"], ["shipping_total", "shipping_tax"]),
        new("fees", "fee", ["name", "title"], ["total", "amount"], []),
        new("coupons", "coupon", ["code", "name"], ["discount", "amount"], ["discount_total", "discount_tax"]),
        new("discounts", "discount", ["code", "title", "name"], ["amount", "value", "total"], []),
        new("taxes", "tax", ["label", "name", "rate_code"], ["tax_total", "total", "amount"], ["cart_tax", "total_tax"]),
    ];

    private static readonly Kind Refund = new("refunds", "refund", ["reason", "id"], ["total", "amount"], []);

    private sealed record Kind(string List, string Word, string[] Names, string[] Sums, string[] Summed);

    public static IEnumerable<(string Name, string Amount)> Of(JsonElement? json)
    {
        foreach (var name in Members)
            if (json.Text(name) is { } amount)
                yield return (Loose.Words(name), Loose.Amount(amount)!);
        var said = Kinds.Where(k => LinesOf(json, k).Any()).SelectMany(k => k.Summed).ToHashSet();
        if (json.At("totals") is { ValueKind: JsonValueKind.Object } totals)
            foreach (var member in totals.EnumerateObject().Where(m => m.Name != NoSum && !said.Contains(m.Name)))
                if (((JsonElement?)member.Value).Line() is { } amount && !IsNothing(amount))
                    yield return (Loose.Words(member.Name), Loose.Amount(amount)!);
        foreach (var line in Kinds.SelectMany(k => LinesOf(json, k)))
            yield return line;
    }

    public static IEnumerable<(string Name, string Amount)> RefundsOf(JsonElement? json) => LinesOf(json, Refund);

    private static IEnumerable<(string Name, string Amount)> LinesOf(JsonElement? json, Kind kind) =>
        from line in json.At(kind.List).Items()
        let sum = line.Text(kind.Sums)
        where sum is not null
        select (line.Text(kind.Names) is { } name ? $"{kind.Word}: {name}" : kind.Word, Loose.Amount(sum)!);

    private static bool IsNothing(string amount) => amount.All(c => c is '0' or '.');
}
