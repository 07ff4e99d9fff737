namespace OrderLedger.Domain;

/// <summary>How far a move from one status to another is from what the vendor describes.</summary>
public enum Move { Usual, Unusual, Impossible }

/// <summary>One status of a vendor: our phase for it and the statuses that usually follow. Some can be shown but not pushed.</summary>
public sealed record Word(string Status, Phase Phase, IReadOnlyList<string> Next, bool Pushable = true);

/// <summary>The statuses a dialect knows, each with its phase, and the moves it allows.</summary>
public sealed class Vocabulary(string name, params Word[] words)
{
    private readonly Dictionary<string, Word> byStatus = words.ToDictionary(w => w.Status);

    public string Name => name;

    /// <summary>The statuses a push may name, in the vendor's printed order.</summary>
    public IReadOnlyList<string> Pushable { get; } = [.. words.Where(w => w.Pushable).Select(w => w.Status)];

    /// <summary>All statuses of the list, in the vendor's printed order.</summary>
    public IReadOnlyList<string> Statuses { get; } = [.. words.Select(w => w.Status)];

    /// <summary>Other spellings a sender may use, each with the vendor's own.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

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
    /// The status meant by what was sent: trimmed, lower-cased, without a leading "wc-"; null when it is not in this
    /// vocabulary.
    /// </summary>
    public string? Read(string raw)
    {
        var word = Plain(raw);
        return byStatus.TryGetValue(word, out var known) ? (known.Pushable ? word : null) : IsWord(word, CustomMax) ? word : null;
    }

    /// <summary>The status an order may come into the ledger with: also one that is shown and cannot be pushed.</summary>
    public string? ReadHeld(string raw)
    {
        var word = Plain(raw);
        return byStatus.ContainsKey(word) || IsWord(word, Math.Max(CustomMax, HeldMax)) ? word : null;
    }

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

    private string Plain(string raw)
    {
        var word = raw.Trim().ToLowerInvariant();
        if (word.StartsWith("wc-", StringComparison.Ordinal))
            word = word[3..];
        return Aliases.GetValueOrDefault(word, word);
    }

    private bool IsWord(string word, int max) =>
        word.Length > 0 && word.Length <= max && !NotStatuses.Contains(word)
        && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private int Rung(string status)
    {
        for (var i = 0; i < Ladder.Count; i++)
            if (Ladder[i] == status)
                return i;
        return -1;
    }
}
