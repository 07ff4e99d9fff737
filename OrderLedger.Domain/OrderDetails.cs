namespace OrderLedger.Domain;

/// <summary>
/// The second view of a stream: what a push never touches, and the note added last. Written only when one of them changes.
/// </summary>
public sealed record OrderDetails(Details Details, string? Note)
{
    public static readonly OrderDetails Nothing = new(Details.None, null);

    /// <summary>Whether an event may change them, or the number that the order is found by beside them.</summary>
    public static bool ChangesBy(OrderEvent e) => e is OrderRegistered or OrderDetailsChanged or NoteAdded or PersonalDataErased;

    /// <summary>The details after this event; the same instance when it says nothing about them.</summary>
    public static OrderDetails Apply(OrderDetails? before, Recorded r) => (before ?? Nothing, r.Event) switch
    {
        (var now, OrderRegistered { Details: { } details }) => now with { Details = details },
        (var now, OrderDetailsChanged { Details: { } changes }) => now with { Details = now.Details.With(changes) },
        (var now, NoteAdded note) => now with { Note = note.Text },
        // What the fold of the erased events leaves; the writer has folded them as they were.
        (var now, PersonalDataErased) => now.WithoutPersonal(),
        var (now, _) => now,
    };

    private OrderDetails WithoutPersonal() => new(Details.Only(Proof.PersonalData.Amounts), null);
}
