using System.Text.Json.Nodes;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Pushes;

/// <summary>The refusals that no vendor prints a shape for: a status, a sentence, and the facts a sender needs to mend it.</summary>
internal static class Refusals
{
    /// <exception cref="ArgumentException">It was carried out.</exception>
    public static IResult Answer(HttpResponse response, Answer answer) => answer is Answer.Refused refused
        ? Answer(response, refused.Why)
        : throw new ArgumentException($"{answer} is no refusal.", nameof(answer));

    public static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.UnknownOrder => StatusCodes.Status404NotFound,
        Refusal.MoveNotAllowed => StatusCodes.Status409Conflict,
        Refusal.VersionMoved => StatusCodes.Status412PreconditionFailed,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    public static string Sentence(Refusal refusal) => refusal switch
    {
        Refusal.UnknownOrder => "Order not found",
        Refusal.MoveNotAllowed move => $"An order that is '{move.From}' cannot become '{move.To}' here.",
        Refusal.VersionMoved moved => $"The order has changed: it is at version {moved.Current}.",
        Refusal.TooManyTags => $"An order takes up to {Tags.CountMax} tags. Remove one first.",
        Refusal.KeyReused => "idempotency_key_reused",
        _ => "The database cannot store this request. Look for a value that is too long or out of range.",
    };

    /// <summary>Members that stand beside the sentence.</summary>
    public static JsonObject? Facts(Refusal refusal) => refusal switch
    {
        Refusal.MoveNotAllowed move => new()
        {
            ["from"] = move.From,
            ["to"] = move.To,
            ["allowed_next"] = new JsonArray([.. move.AllowedNext.Select(s => (JsonNode)s)]),
        },
        Refusal.VersionMoved moved => new() { ["version"] = moved.Current },
        Refusal.KeyReused => new() { ["detail"] = "This Idempotency-Key was used before for another request. Take a new one." },
        _ => null,
    };

    private static IResult Answer(HttpResponse response, Refusal refusal)
    {
        if (refusal is Refusal.VersionMoved moved)
            response.Headers.ETag = VersionTag.Of(moved.Current);
        return Problem.Of(StatusOf(refusal), Sentence(refusal), Facts(refusal));
    }
}
