using System.Text.Json;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>The sums that make up an order's total, as its shop names them.</summary>
internal static class Amounts
{
    /// <summary>Amounts that stand among the details themselves.</summary>
    public static readonly string[] Members = ["subtotal", "discount_amount", "shipping_cost", "tax_amount", "amount_paid", "amount_due"];

    private const string NoSum = "prices_include_tax";

    public static IEnumerable<(string Name, string Amount)> Of(JsonElement? json)
    {
        foreach (var name in Members)
            if (json.Text(name) is { } amount)
                yield return (Loose.Words(name), Loose.Amount(amount)!);
        if (json.At("totals") is { ValueKind: JsonValueKind.Object } totals)
            foreach (var member in totals.EnumerateObject())
                if (member.Name != NoSum && ((JsonElement?)member.Value).Line() is { } amount && !IsNothing(amount))
                    yield return (Loose.Words(member.Name), Loose.Amount(amount)!);
        foreach (var line in Lists(json))
            yield return line;
    }

    private static IEnumerable<(string Name, string Amount)> Lists(JsonElement? json)
    {
        (string List, string Word, string[] Names, string[] Sums)[] lists =
        [
            ("shipping_lines", "shipping", ["method_title", "title", "name"], ["total", "price"]),
            ("fees", "fee", ["name", "title"], ["total", "amount"]),
            ("coupons", "coupon", ["code", "name"], ["discount", "amount"]),
            ("discounts", "discount", ["code", "title", "name"], ["amount", "value", "total"]),
            ("taxes", "tax", ["label", "name", "rate_code"], ["tax_total", "total", "amount"]),
            ("refunds", "refund", ["reason", "id"], ["total", "amount"]),
        ];
        foreach (var (list, word, names, sums) in lists)
            foreach (var line in json.At(list).Items())
                if (line.Text(sums) is { } sum)
                    yield return (line.Text(names) is { } name ? $"{word}: {name}" : word, Loose.Amount(sum)!);
    }

    private static bool IsNothing(string amount) => amount.All(c => c is '0' or '.');
}
