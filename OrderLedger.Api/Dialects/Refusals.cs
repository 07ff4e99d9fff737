using System.Text.Json.Nodes;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>The refusals that no vendor prints a shape for: problem+json with the facts a sender needs to mend it.</summary>
internal static class Refusals
{
    /// <exception cref="ArgumentException">It was carried out.</exception>
    public static IResult Answer(HttpResponse response, Answer answer) => answer is Answer.Refused refused
        ? Answer(response, refused.Why)
        : throw new ArgumentException($"{answer} is no refusal.", nameof(answer));

    public static IResult Answer(HttpResponse response, Refusal refusal, int moveStatus = StatusCodes.Status409Conflict)
    {
        switch (refusal)
        {
            case Refusal.MoveNotAllowed move:
                return Problem.Of(moveStatus, $"An order that is '{move.From}' cannot become '{move.To}' here.", new()
                {
                    ["from"] = move.From,
                    ["to"] = move.To,
                    ["allowed_next"] = new JsonArray([.. move.AllowedNext.Select(s => (JsonNode)s)]),
                });
            case Refusal.VersionMoved moved:
                response.Headers.ETag = PushHeaders.ETag(moved.Current);
                return Problem.Of(412, $"The order has changed: it is at version {moved.Current}.", new() { ["version"] = moved.Current });
            case Refusal.FromTheFuture future:
                return Problem.Of(422, $"occurred_at lies more than {Push.AheadMax.TotalMinutes:0} minutes ahead of this server's clock ({future.Now:O}).");
            case Refusal.KeyReused:
                return Problem.Of(422, "idempotency_key_reused", new()
                {
                    ["detail"] = "This Idempotency-Key was used before for another request. Take a new one.",
                });
            case Refusal.CannotBeStored:
                return Problem.Of(422, "The database cannot store this request. Look for a value that is too long or out of range.");
            default:
                return Problem.Of(404, "Order not found");
        }
    }
}
