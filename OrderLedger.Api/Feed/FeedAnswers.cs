namespace OrderLedger.Api.Feed;

/// <summary>Refuses what the feed cannot give.</summary>
internal static class FeedAnswers
{
    public static IResult Full(HttpResponse response) => Problem.Unavailable(response,
        "As many listen as may at once (OrderLedger__Feed__ListenersMax). Try again, or ask /api/events without wait.");

    public static IResult SetBack(long after, long head) => Problem.Of(409,
        $"The ledger ends at seq {head}, before {after}: the position is of another ledger, or an older backup was restored. " +
        "Compare what you have with the orders, then go on from head.", new() { ["head"] = head });
}
