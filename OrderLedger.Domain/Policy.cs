namespace OrderLedger.Domain;

/// <summary>
/// How a store takes an unusual move: a permissive one takes it and flags the event, a strict one refuses it.
/// Impossible moves are refused by both.
/// </summary>
public enum Policy { Permissive, Strict }

public static class Policies
{
    public static string Word(this Policy policy) => policy == Policy.Strict ? "strict" : "permissive";

    /// <summary>The policy spelled so, or null.</summary>
    public static Policy? Parse(string word) => word switch
    {
        "permissive" => Policy.Permissive,
        "strict" => Policy.Strict,
        _ => null,
    };

    public static bool Accepts(this Policy policy, Move move) =>
        move == Move.Usual || (move == Move.Unusual && policy == Policy.Permissive);
}
