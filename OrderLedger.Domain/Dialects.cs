namespace OrderLedger.Domain;

/// <summary>How a vendor spells the ids of its orders.</summary>
public enum OrderIdForm { Text, WholeNumber, Ulid }

/// <summary>A vendor, as far as the ledger must know it beside its words: how it spells ids, and what a store and its keys need.</summary>
public sealed record Dialect(string Name, OrderIdForm OrderIds, string ExampleId)
{
    /// <summary>A new key begins with it.</summary>
    public string KeyPrefix { get; init; } = "olk_";

    /// <summary>The vendor's other beginning, for keys that are marked as being for tests; null where it has none.</summary>
    public string? TestKeyPrefix { get; init; }

    /// <summary>Requests are signed: a key has a client id, and the store a domain that each request names.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Each request names the company of its store.</summary>
    public bool NamesCompany { get; init; }
}

/// <summary>The six dialects.</summary>
public static class Dialects
{
    public static readonly Dialect Vici = new(Vocabularies.Vici.Name, OrderIdForm.WholeNumber, "2539");

    public static readonly Dialect WooCommerce = new(Vocabularies.WooCommerce.Name, OrderIdForm.WholeNumber, "2539");

    public static readonly Dialect WizCommerce =
        new(Vocabularies.WizCommerce.Name, OrderIdForm.Text, "01f5d171-d3e3-4b2b-bd57-000000000001");

    public static readonly Dialect Awal = new(Vocabularies.Awal.Name, OrderIdForm.WholeNumber, "2539") { IsSigned = true };

    public static readonly Dialect Whatalo =
        new(Vocabularies.Whatalo.Name, OrderIdForm.Text, "2539") { KeyPrefix = "wk_live_", TestKeyPrefix = "wk_test_" };

    public static readonly Dialect Genuka =
        new(Vocabularies.Genuka.Name, OrderIdForm.Ulid, "01k76xt7z87katy392s0000001") { NamesCompany = true };

    private static readonly Dictionary<string, Dialect> ByName = new[] { Vici, WooCommerce, WizCommerce, Awal, Whatalo, Genuka }
        .ToDictionary(d => d.Name);

    /// <exception cref="KeyNotFoundException">There is no dialect of that name.</exception>
    public static Dialect Of(string name) => ByName[name];
}
