namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>A sum under the items; what lessens the total is below zero.</summary>
public sealed record SumLine(string Name, decimal Amount);

/// <summary>
/// The sums that make up an order's total, in the order in which one adds them: items, discount, shipping, fees, tax. Each is read where
/// its shop says it, else from its lines.
/// </summary>
internal static class Amounts
{
    /// <summary>Amounts that stand among the details themselves.</summary>
    public static readonly string[] Members = ["subtotal", "discount_amount", "shipping_cost", "tax_amount", "amount_paid", "amount_due"];

    // Beyond, a shop's slip; a hundred thousand of them still fit a decimal.
    private const decimal AmountMax = 1_000_000_000_000_000m;

    /// <summary>The sums without the total; what the shop does not say is left out.</summary>
    /// <param name="json">The order's details.</param>
    /// <param name="items">Its items.</param>
    /// <param name="total">Its total, which tells whether the tax is in the other sums already.</param>
    public static IEnumerable<SumLine> Of(JsonElement? json, IReadOnlyList<JsonElement?> items, decimal? total)
    {
        var totals = json.At("totals");
        List<SumLine> sums = [];
        if ((Number(json.At("subtotal")) ?? ItemsOf(items)) is { } all)
            sums.Add(new("Items", all));
        if ((Number(json.At("discount_amount")) ?? Number(totals.At("discount_total")) ?? Sum(json, "coupons", "discount", "amount")
            ?? Sum(json, "discounts", "amount", "value", "total")) is { } discount and not 0)
            sums.Add(new(Named("Discount", Names(json, "coupons", "code", "name").Concat(Names(json, "discounts", "code", "title", "name"))),
                -Math.Abs(discount)));
        if ((Number(json.At("shipping_cost")) ?? Number(totals.At("shipping_total")) ?? Sum(json, "shipping_lines", "total", "price"))
            is { } shipping)
            sums.Add(new(Named("Shipping", Names(json, "shipping_lines", "method_title", "title", "name")), shipping));
        sums.AddRange(from fee in json.At("fees").Items()
                      let amount = Number(fee, "total", "amount")
                      where amount is not null
                      select new SumLine(Named("Fee", Name(fee, "name", "title")), amount.Value));
        if ((Number(json.At("tax_amount")) ?? Number(totals.At("total_tax")) ?? Sum(json, "taxes", "tax_total", "total", "amount"))
            is { } tax and not 0)
            sums.Add(new(sums.Count > 0 && sums.Sum(s => s.Amount) == total ? "Tax, included above" : "Tax", tax));
        return sums;
    }

    /// <summary>The amounts paid and due, where the shop says them.</summary>
    public static IEnumerable<SumLine> PaidOf(JsonElement? json)
    {
        if (Number(json.At("amount_paid")) is { } paid)
            yield return new("Paid", paid);
        if (Number(json.At("amount_due")) is { } due)
            yield return new("Due", due);
    }

    /// <summary>The refunds, one by one.</summary>
    public static IEnumerable<SumLine> RefundsOf(JsonElement? json) =>
        from refund in json.At("refunds").Items()
        let amount = Number(refund, "total", "amount")
        where amount is not null
        select new SumLine(Named("Refund", Name(refund, "reason", "id")), -Math.Abs(amount.Value));

    /// <summary>An item's worth before any discount of the order.</summary>
    public static decimal? OfItem(JsonElement? item) => Number(item, "subtotal", "total", "total_price", "amount")
        ?? (Number(item, "price", "unit_price") is { } price && Number(item, "quantity", "qty", "count") is { } count and < 1_000_000
            ? price * count : null);

    public static decimal? Number(JsonElement? json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Number(json.At(name)) is { } amount)
                return amount;
        return null;
    }

    private static decimal? Number(JsonElement? value) =>
        decimal.TryParse(value.Line(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < AmountMax
            ? number : null;

    private static decimal? ItemsOf(IReadOnlyList<JsonElement?> items)
    {
        var sums = items.Select(OfItem).ToList();
        return sums.Count == 0 || sums.Contains(null) ? null : sums.Sum();
    }

    private static decimal? Sum(JsonElement? json, string list, params string[] names)
    {
        var sums = json.At(list).Items().Select(line => Number(line, names)).OfType<decimal>().ToList();
        return sums.Count == 0 ? null : sums.Sum();
    }

    private static IEnumerable<string> Names(JsonElement? json, string list, params string[] names) =>
        json.At(list).Items().SelectMany(line => Name(line, names));

    private static IEnumerable<string> Name(JsonElement? line, params string[] names) => line.Text(names) is { } name ? [name] : [];

    private static string Named(string what, IEnumerable<string> names) =>
        string.Join(", ", names.Distinct().Take(3)) is { Length: > 0 } text ? $"{what} ({text})" : what;
}
