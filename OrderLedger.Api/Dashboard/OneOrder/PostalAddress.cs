namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>An address by its parts, each null where the shop sent none. One that came as a single text stands in <c>Line1</c>.</summary>
public sealed record PostalAddress(string Title)
{
    public string? Name { get; init; }

    public string? Company { get; init; }

    public string? Line1 { get; init; }

    public string? Line2 { get; init; }

    public string? Postcode { get; init; }

    public string? City { get; init; }

    public string? State { get; init; }

    public string? Country { get; init; }

    public string? Notes { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>As it is written on a parcel.</summary>
    public IReadOnlyList<string> Lines =>
        [.. new[] { Name, Company, Line1, Line2, Joined(Postcode, City), Joined(State, Country), Notes }.OfType<string>()];

    internal static string? Joined(string? first, string? second) =>
        string.Join(' ', new[] { first, second }.OfType<string>()) is { Length: > 0 } text ? text : null;
}
