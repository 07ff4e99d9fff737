using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace OrderLedger.BrowserTests;

/// <summary>
/// The one way a page is asked for faults: axe's usual rules, and WCAG 2.2's least size of what is clicked, which axe leaves out unless
/// asked.
/// </summary>
internal static class Axe
{
    private const string Size = "target-size";

    private static readonly AxeRunOptions Options = new() { Rules = new() { [Size] = new() { Enabled = true } } };

    /// <summary>One line for each fault; none is what a page should have.</summary>
    public static async Task<IReadOnlyList<string>> Faults(this IPage page)
    {
        var found = await page.RunAxe(Options);
        found.Passes.Concat(found.Violations).Concat(found.Incomplete).Concat(found.Inapplicable)
            .ShouldContain(r => r.Id == Size, "else it was not asked for");
        return [.. found.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help} {n.Html}"))];
    }
}
