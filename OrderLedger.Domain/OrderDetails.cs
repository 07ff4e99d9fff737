using System.Text.Json.Serialization;

namespace OrderLedger.Domain;

/// <summary>
/// The second view of a stream: what a push never touches, the note added last, and the words the order is found by. Written only when one
/// of them changes.
/// </summary>
public sealed record OrderDetails(Details Details, string? Note)
{
    public static readonly OrderDetails Nothing = new(Details.None, null);

    /// <summary>The shop's own id of the order: the key of its stream.</summary>
    public string Id { get; init; } = "";

    /// <summary>The number a customer sees. Kept here too, because an order is searched by it.</summary>
    public string Number { get; init; } = "";

    [JsonIgnore]
    public string? CustomerName => Details.CustomerName;

    [JsonIgnore]
    public string? CustomerEmail => Details.CustomerEmail;

    /// <summary>The words a search finds the order by, separated by one space.</summary>
    [JsonIgnore]
    public string Search => SearchWords.Of(this);

    /// <summary>Whether an event may change them, or the number that the order is found by.</summary>
    public static bool ChangesBy(OrderEvent e) => e is OrderRegistered or OrderDetailsChanged or NoteAdded or PersonalDataErased;

    /// <summary>The details after this event; the same instance when it says nothing about them.</summary>
    public static OrderDetails Apply(OrderDetails? before, Recorded r) => (before ?? Nothing, r.Event) switch
    {
        (var now, OrderRegistered e) => now with { Id = r.Stream.OrderId, Number = e.Number, Details = e.Details ?? now.Details },
        (var now, OrderDetailsChanged { Number: null, Details: null }) => now,
        (var now, OrderDetailsChanged e) => now with
        {
            Number = e.Number ?? now.Number,
            Details = e.Details is { } changes ? now.Details.With(changes) : now.Details,
        },
        (var now, NoteAdded note) => now with { Note = note.Text },
        // The fold of the erased events leaves the same; the writer has folded them as they were.
        (var now, PersonalDataErased) => now.WithoutPersonal(),
        var (now, _) => now,
    };

    private OrderDetails WithoutPersonal() => this with { Details = Details.Only(PersonalData.Amounts), Note = null };
}
