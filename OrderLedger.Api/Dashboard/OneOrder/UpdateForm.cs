using OrderLedger.Api.Dashboard.Parts;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>
/// Changes the status of an order for a person. The form bears the version its page was made from: where somebody else was faster, nothing
/// is written, and the page comes back with what happened meanwhile and with the choice that was made.
/// </summary>
internal static class UpdateForm
{
    /// <summary>Events looked through for what somebody else did meanwhile.</summary>
    private const int SinceMax = 50;

    public static async Task<IResult> Take(Visit visit, [AsParameters] OneOrderPage.Kept kept, LedgerWriter writer, CancellationToken stop)
    {
        if (OrderUrl.IdIn(visit.Http.Request) is not { } id)
            return Page.Error(visit, 404, "There is no such order.");
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var own = form["own"].ToString().Trim();
        var (status, reason) = (own.Length > 0 ? own : form["status"].ToString().Trim(), form["reason"].ToString());
        if (!Numbers.TryVersion(form["version"], out var version) || version is null)
            return Page.Error(visit, 400, "This form is incomplete. Go back, reload the page and send it again.");

        var attempt = new Attempt(status, reason, "");
        if (status.Length == 0)
            return await Again(visit, kept, id, attempt with { Fault = "Choose the status the order shall have." }, stop);
        var whatever = form.ContainsKey("whatever");
        if (StatusUpdate.Of(visit, id, status, reason, whatever ? null : version) is not { } update)
            return await Again(visit, kept, id, attempt with { Fault = $"No order of this store can be set to \"{status}\"." }, stop);
        switch (await writer.Submit(update, stop))
        {
            case Answer.Done { Outcome: var outcome }:
                var text = outcome.Changed
                    ? $"Order {outcome.Order.Number} was set to {outcome.Order.Status}."
                    : $"Order {outcome.Order.Number} was {outcome.Order.Status} already.";
                return new Notice(text + (outcome.Unusual ? " The move is marked as unusual." : ""))
                    .Then(visit.Http, OrderUrl.Of(visit, id));
            case Answer.Refused { Why: Refusal.VersionMoved }:
                var since = await kept.Timeline.Page(new(visit.Store.Name, id), long.MaxValue, SinceMax, stop);
                return await Again(visit, kept, id, attempt with { Fault = Faster(visit, since, (version.Value, status)), WasLate = true },
                    stop);
            case Answer.Refused { Why: Refusal.UnknownOrder }:
                return Page.Error(visit, 404, "There is no such order any more. The shop deleted it, or it never was.");
            case Answer.Refused { Why: var why }:
                return await Again(visit, kept, id, attempt with { Fault = StatusUpdate.Why(why) }, stop);
            default:
                throw new InvalidOperationException("A lone submission is never held.");
        }
    }

    private static async Task<IResult> Again(Visit visit, OneOrderPage.Kept kept, string id, Attempt attempt, CancellationToken stop) =>
        await OneOrderPage.Now(visit, kept, id, null, stop) is { } model
            ? Page.Of<OneOrderView>(visit, model with { Attempt = attempt }, StatusCodes.Status409Conflict)
            : OneOrderPage.NoOrder(visit, id);

    /// <summary>Who was faster, what they did and when; a change of the status before all else.</summary>
    /// <param name="visit">Whose page it is said on.</param>
    /// <param name="newest">The order's newest events, newest first.</param>
    /// <param name="wanted">The version the person had before them, and the status they chose.</param>
    internal static string Faster(Visit visit, IReadOnlyList<TimelineEvent> newest, (long Seen, string Status) wanted)
    {
        var since = newest.Where(e => e.Recorded.Version > wanted.Seen).ToList();
        if ((since.Find(e => e.Recorded.Event is StatusChanged) ?? since.FirstOrDefault())?.Recorded is not { } did)
            return "The order is not at the version this form was made for. Nothing was changed.";
        var what = did.Event is StatusChanged change
            ? $"set it from {change.From} to {change.To}"
            : $"wrote \"{EventWords.Of(did.Event)}\"";
        var others = newest[0].Recorded.Version - wanted.Seen - 1;
        return $"{did.Sender.Actor} ({did.Sender.Source}) was faster: {what} at {Said.Exact(did.At, visit.Store.TimeZone)}"
            + (others > 0 ? $", and {Said.Number(others)} more {(others == 1 ? "change" : "changes")} since this page was made. " : ". ")
            + (did.Event is StatusChanged last && last.To == wanted.Status ? "That is what you chose, too: nothing was written."
                : "Nothing of yours was written. Your choice is kept below.");
    }
}
