namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>The addresses of an order, wherever its shop keeps them: by name, or in a list that says of each what it is for.</summary>
internal static class PostalAddresses
{
    private static readonly (string Title, string[] Members)[] Named =
        [("Shipping address", ["shipping", "shipping_address"]), ("Billing address", ["billing", "billing_address"])];

    public static IEnumerable<AddressBlock> Of(JsonElement? json)
    {
        var all = Named.SelectMany(n => n.Members.Select(member => Read(n.Title, json.At(member))))
            .Concat(json.At("addresses").Items().Select(a => Read(TitleOf(a), a)));
        var seen = new HashSet<string>();
        // Shops repeat an address with every save.
        return all.OfType<AddressBlock>().Where(a => seen.Add($"{a.Title}\n{string.Join('\n', a.Lines)}\n{a.Phone}\n{a.Email}"));
    }

    private static string TitleOf(JsonElement? address) => (Is(address, "is_shipping"), Is(address, "is_billing")) switch
    {
        (true, true) => "Shipping and billing address",
        (true, _) => "Shipping address",
        (_, true) => "Billing address",
        _ => address.Text("label") ?? "Address",
    };

    private static bool Is(JsonElement? address, string name) => address.Text(name) is "1" or "yes" or "true";

    private static AddressBlock? Read(string title, JsonElement? a)
    {
        if (a.Line() is { } whole)
            return new(title, [whole], null, null);
        var name = Joined(a.Text("first_name"), a.Text("last_name")) ?? a.Text("name", "full_name");
        string?[] lines =
        [
            name, a.Text("company"), a.Text("address_1", "address_line_1", "line1", "address", "street", "address1"),
            a.Text("address_2", "address_line_2", "line2", "address2"),
            Joined(a.Text("postcode", "zip_code", "postal_code", "zip"), a.Text("city")),
            Joined(a.Text("state", "province", "region"), a.Text("country", "country_code")), a.Text("notes"),
        ];
        var said = lines.OfType<string>().ToList();
        var (phone, email) = (a.Text("phone"), a.Text("email"));
        return said.Count == 0 && phone is null && email is null ? null : new(title, said, phone, email);
    }

    private static string? Joined(string? first, string? second) =>
        string.Join(' ', new[] { first, second }.OfType<string>()) is { Length: > 0 } text ? text : null;
}
