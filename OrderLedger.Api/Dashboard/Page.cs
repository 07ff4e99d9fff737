using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard;

/// <summary>How a page becomes an answer.</summary>
internal static class Page
{
    /// <summary>Sent by live.js where it fetches a page again to take what changed from it.</summary>
    private const string Refetch = "X-Refetch";

    public static bool IsRefetch(HttpRequest request) => request.Headers.ContainsKey(Refetch);

    /// <summary>The page of this component, whose parameter <c>Model</c> is what it shows.</summary>
    public static IResult Of<TPage>(object model, int status = 200)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Model"] = model }) { StatusCode = status };

    /// <summary>The page of this component, with who looks at it as <c>Visit</c>.</summary>
    public static IResult Of<TPage>(Visit visit, object model, int status = 200)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Visit"] = visit, ["Model"] = model }) { StatusCode = status };

    /// <summary>An error within the frame of the dashboard.</summary>
    public static IResult Error(Visit visit, int status, string text) => Of<ErrorPage>(visit, new ErrorModel(status, text), status);

    /// <summary>An error for somebody of whom nothing is known.</summary>
    public static IResult Plain(int status, string text) => Of<PlainPage>(new ErrorModel(status, text), status);
}

/// <summary>The words of an error page.</summary>
public sealed record ErrorModel(int Status, string Text);
