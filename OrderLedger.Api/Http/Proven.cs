namespace OrderLedger.Api.Http;

/// <summary>Who a request was proven to come from, left for the log and for the inbox of refused pushes.</summary>
internal sealed record Proven(string Store, string Actor);
