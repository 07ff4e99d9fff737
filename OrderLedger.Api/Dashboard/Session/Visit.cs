using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>One request of somebody who is signed in, to one store. What a page needs to know of who looks at it.</summary>
public sealed record Visit(HttpContext Http, Visitor Visitor, Seat Seat) : IBindableFromHttpContext<Visit>
{
    private string? token;

    public Store Store => Seat.Store;

    /// <summary>The time this page shows ages by.</summary>
    public DateTimeOffset Now { get; } = Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>As what the visitor does is recorded.</summary>
    public Sender By => new(Seat.Name, "dashboard", Http.TraceIdentifier);

    /// <summary>The token that every form of the page carries, so that no other site can send it.</summary>
    public string Token => token ??= Http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(Http).RequestToken!;

    /// <summary>
    /// The place of the newest event when the page was asked for: the page shows all up to it. 0 where a page is only fetched again.
    /// </summary>
    public long Head { get; set; }

    /// <summary>How many refused changes of the store nobody has looked after yet, as far as they are counted.</summary>
    public long OpenRefused { get; set; }

    /// <summary>The notice that the last request of this browser left to be shown, once.</summary>
    public Notice? Notice { get; init; }

    /// <summary>Names of parameters in the address that the page does not know, and left out.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    /// <summary>The query of a page: a parameter that it does not know is left out, and the page says so.</summary>
    internal Query Query() => new(Http.Request, names => LeftOut = names);

    public bool May(Role role) => Seat.Role >= role;

    /// <summary>The address of a page of this store; the path begins with "/" or is empty for Home.</summary>
    public string Url(string path = "") => $"/dashboard/{Store.Name}{path}";

    /// <summary>For a handler's parameter; <see cref="Admittance"/> has seen to it that there is one.</summary>
    public static ValueTask<Visit?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<Visit>());
}
