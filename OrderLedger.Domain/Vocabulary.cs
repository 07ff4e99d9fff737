using System.Globalization;

namespace OrderLedger.Domain;

/// <summary>How far a move from one status to another is from what the vendor describes.</summary>
public enum Move { Usual, Unusual, Impossible }

/// <summary>One status of a vendor: our phase for it and the statuses that usually follow. Some can be shown but not pushed.</summary>
public sealed record Word(string Status, Phase Phase, IReadOnlyList<string> Next, bool Pushable = true);

/// <summary>The statuses a dialect knows, each with its phase, and the moves it allows.</summary>
public sealed class Vocabulary(string name, params Word[] words)
{
    // How senders write what the vendors spell otherwise: WooCommerce's labels, American spelling, a verb for a state.
    private static readonly (string Sent, string Meant)[] OtherSpellings =
    [
        ("canceled", "cancelled"), ("cancelled", "canceled"), ("complete", "completed"), ("pendingpayment", "pending"),
        ("refund", "refunded"), ("cancel", "cancelled"), ("cancel", "canceled"), ("fail", "failed"),
    ];

    private readonly Dictionary<string, Word> byStatus = words.ToDictionary(w => w.Status);
    private readonly Dictionary<string, string> bySpelling = Spellings(words);

    public string Name => name;

    /// <summary>The statuses a push may name, in the vendor's printed order.</summary>
    public IReadOnlyList<string> Pushable { get; } = [.. words.Where(w => w.Pushable).Select(w => w.Status)];

    /// <summary>All statuses of the list, in the vendor's printed order.</summary>
    public IReadOnlyList<string> Statuses { get; } = [.. words.Select(w => w.Status)];

    /// <summary>Longest status of the shop's own making, in characters; 0 where the list of statuses is closed.</summary>
    public int CustomMax { get; init; }

    /// <summary>
    /// Longest status outside the list that an order may be registered with, in characters, though none can be pushed; 0 where there is
    /// none.
    /// </summary>
    public int HeldMax { get; init; }

    /// <summary>Words that look like a status but are none of an order (WooCommerce: trash, auto-draft, new).</summary>
    public IReadOnlyList<string> NotStatuses { get; init; } = [];

    /// <summary>How a move outside the graph is taken: as unusual, or as impossible whatever the store's policy.</summary>
    public Move OffGraph { get; init; } = Move.Unusual;

    /// <summary>Statuses in the order an order climbs them: skipping ahead is unusual, going back impossible. Empty: no ladder.</summary>
    public IReadOnlyList<string> Ladder { get; init; } = [];

    public IReadOnlyList<string> PaymentStatuses { get; init; } = [];

    public IReadOnlyList<string> FulfilmentStatuses { get; init; } = [];

    public Policy DefaultPolicy { get; init; } = Policy.Permissive;

    /// <summary>
    /// The status meant by what was sent: trimmed, in lower case, without a leading "wc-", in the vendor's spelling; null when it is not in
    /// this vocabulary. Percent-encoded letters are decoded, because WordPress sends the slug of a status in another script so.
    /// </summary>
    public string? Read(string raw) => Word(raw, CustomMax) is { } word && (!byStatus.TryGetValue(word, out var known) || known.Pushable)
        ? word
        : null;

    /// <summary>The status an order may come into the ledger with: also one that is shown and cannot be pushed.</summary>
    public string? ReadHeld(string raw) => Word(raw, Math.Max(CustomMax, HeldMax));

    /// <summary>The phase of a status; one of the shop's own making is in progress, unless the store says otherwise.</summary>
    public Phase PhaseOf(string status) => byStatus.TryGetValue(status, out var word) ? word.Phase : Phase.InProgress;

    public Move MoveBetween(string from, string to)
    {
        if (!byStatus.TryGetValue(from, out var word) || !byStatus.ContainsKey(to) || word.Next.Contains(to))
            return Move.Usual;
        var (rung, next) = (Rung(from), Rung(to));
        return rung < 0 || next < 0 ? OffGraph : next > rung ? Move.Unusual : Move.Impossible;
    }

    /// <summary>Where an order may go from here under this policy, in the vendor's printed order.</summary>
    public IReadOnlyList<string> NextAfter(string status, Policy policy) =>
        [.. Pushable.Where(to => to != status && policy.Accepts(MoveBetween(status, to)))];

    private string? Word(string raw, int customMax)
    {
        var word = raw.Trim().ToLowerInvariant();
        if (word.StartsWith("wc-", StringComparison.Ordinal))
            word = word[3..];
        if (bySpelling.TryGetValue(Folded(word), out var known))
            return known;
        if (customMax == 0 || Holes.Is(word))
            return null;
        word = word.Contains('%') ? Decoded(word) : word;
        return IsCustom(word, customMax) ? word : null;
    }

    private bool IsCustom(string word, int max) =>
        word.Length > 0 && word.Length <= max && !NotStatuses.Contains(word) && word.Any(char.IsLetterOrDigit)
        && word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark);

    // A slug that was cut within a letter keeps what stands before it.
    private static string Decoded(string word)
    {
        var decoded = Uri.UnescapeDataString(word);
        var cut = decoded.IndexOf('%');
        return (cut < 0 ? decoded : decoded[..cut]).ToLowerInvariant();
    }

    private static Dictionary<string, string> Spellings(IEnumerable<Word> words)
    {
        var spellings = words.ToDictionary(w => Folded(w.Status), w => w.Status);
        foreach (var (sent, meant) in OtherSpellings)
            if (spellings.TryGetValue(meant, out var status))
                spellings.TryAdd(sent, status);
        return spellings;
    }

    // "On Hold", "on_hold" and "on-hold" are one word.
    private static string Folded(string word) => word.All(char.IsAsciiLetter) ? word
        : string.Concat(word.Where(c => c is not (' ' or '-' or '_')));

    private int Rung(string status)
    {
        for (var i = 0; i < Ladder.Count; i++)
            if (Ladder[i] == status)
                return i;
        return -1;
    }
}
