namespace OrderLedger.Api.Http;

/// <summary>An order's version as an entity tag (RFC 9110, 8.8.3).</summary>
internal static class VersionTag
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
