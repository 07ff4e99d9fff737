namespace OrderLedger.Api.Access;

/// <summary>The kinds of proof, one authentication scheme each.</summary>
public static class Schemes
{
    /// <summary>A key in <c>x-api-key</c>, as a Bearer token, or in <c>?api_key=</c>.</summary>
    public const string Key = "key";

    /// <summary>A key in <c>X-API-Key</c> and nowhere else.</summary>
    public const string KeyHeader = "key-header";

    /// <summary>A key as a Bearer token or in <c>X-API-Key</c>.</summary>
    public const string BearerOrHeader = "bearer-or-header";

    /// <summary>A refused push that is replayed: it is proven who replays it.</summary>
    public const string Replay = "replay";
}
