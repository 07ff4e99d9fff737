namespace OrderLedger.Api.Http;

/// <summary>The name under which a request stands in the log. It is never a person's.</summary>
internal sealed record LoggedActor(string Name);
