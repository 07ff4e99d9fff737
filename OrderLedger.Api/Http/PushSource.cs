namespace OrderLedger.Api.Http;

/// <summary>
/// The way in of what is pushed to a route, in the words the events use. It stands on the route; a route that speaks as the store does
/// leaves it on the request.
/// </summary>
internal sealed record PushSource(string Name);
