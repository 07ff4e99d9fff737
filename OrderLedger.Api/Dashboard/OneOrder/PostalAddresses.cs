namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>The addresses of an order, wherever its shop keeps them: by name, or in a list that says of each what it is for.</summary>
internal static class PostalAddresses
{
    private static readonly (string Title, string[] Members)[] Named =
        [("Shipping address", ["shipping", "shipping_address"]), ("Billing address", ["billing", "billing_address"])];

    /// <summary>Each once, as pages show them.</summary>
    public static IEnumerable<AddressBlock> Of(JsonElement? json)
    {
        var seen = new HashSet<string>();
        // Shops repeat an address with every save.
        return All(json).Select(a => new AddressBlock(a.Title, a.Lines, a.Phone, a.Email))
            .Where(a => seen.Add($"{a.Title}\n{string.Join('\n', a.Lines)}\n{a.Phone}\n{a.Email}"));
    }

    /// <summary>Where the goods go: the first address for it, else the first for the bill, else any; null where there is none.</summary>
    public static PostalAddress? ShipTo(JsonElement? json)
    {
        var all = All(json).Where(a => a.Lines.Count > 0).ToList();
        return all.Find(a => a.Title.StartsWith("Shipping", StringComparison.Ordinal))
            ?? all.Find(a => a.Title.StartsWith("Billing", StringComparison.Ordinal)) ?? all.FirstOrDefault();
    }

    private static IEnumerable<PostalAddress> All(JsonElement? json) =>
        Named.SelectMany(n => n.Members.Select(member => Read(n.Title, json.At(member))))
            .Concat(json.At("addresses").Items().Select(a => Read(TitleOf(a), a))).OfType<PostalAddress>();

    private static string TitleOf(JsonElement? address) => (Is(address, "is_shipping"), Is(address, "is_billing")) switch
    {
        (true, true) => "Shipping and billing address",
        (true, _) => "Shipping address",
        (_, true) => "Billing address",
        _ => address.Text("label") ?? "Address",
    };

    private static bool Is(JsonElement? address, string name) => address.Text(name) is "1" or "yes" or "true";

    private static PostalAddress? Read(string title, JsonElement? a)
    {
        if (a.Line() is { } whole)
            return new(title) { Line1 = whole };
        var address = new PostalAddress(title)
        {
            Name = PostalAddress.Joined(a.Text("first_name"), a.Text("last_name")) ?? a.Text("name", "full_name"),
            Company = a.Text("company"),
            Line1 = a.Text("address_1", "address_line_1", "line1", "address", "street", "address1"),
            Line2 = a.Text("address_2", "address_line_2", "line2", "address2"),
            Postcode = a.Text("postcode", "zip_code", "postal_code", "zip"),
            City = a.Text("city"),
            State = a.Text("state", "province", "region"),
            Country = a.Text("country", "country_code"),
            Notes = a.Text("notes"),
            Phone = a.Text("phone"),
            Email = a.Text("email"),
        };
        return address is { Lines.Count: 0, Phone: null, Email: null } ? null : address;
    }
}
