namespace OrderLedger.Api.Ledger;

/// <summary>A view of a stream, with the version and the time of recording of the event that changed it last.</summary>
internal readonly record struct Written<T>(StreamKey Stream, T View, long Version, DateTimeOffset At);
