using System.Security.Cryptography;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dashboard;

/// <summary>
/// A form that names itself by a field <c>once</c> is carried out once, also when its page is reloaded or its answer was lost, and whatever
/// has happened to the order since.
/// </summary>
internal static class SentOnce
{
    public const string Field = "once";

    /// <summary>The form's own id; null where it has none.</summary>
    public static Guid? Of(IFormCollection form) => Guid.TryParse(form[Field], out var once) ? once : null;

    /// <summary>The key of one change that the form asks for; none where it has no id.</summary>
    /// <param name="form">The form.</param>
    /// <param name="asked">All that the change depends on.</param>
    public static IReadOnlyList<IdempotencyKey> Keys(IFormCollection form, params string?[] asked)
    {
        if (Of(form) is not { } once)
            return [];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', asked)));
        return [new($"d:{once:n}:{Convert.ToHexStringLower(hash)}", hash)];
    }
}
