using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace OrderLedger.Tests;

/// <summary>Sizes and names. Where one fails, the code is split by meaning; the rule stays.</summary>
public partial class HouseRules
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Product = [typeof(Order).Assembly, typeof(EventTypes).Assembly];

    private static IEnumerable<Type> Types => Product.SelectMany(a => a.GetTypes())
        .Where(t => t.Namespace?.StartsWith("OrderLedger", StringComparison.Ordinal) == true)
        .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute)) && !t.Name.Contains('<'));

    // A local function or lambda is part of the method it stands in. What a generator wrote is not ours, but what it was asked for is.
    private static IEnumerable<MethodInfo> Methods => Types.Where(t => !IsGenerated(t)).SelectMany(t => t.GetMethods(Declared))
        .Where(m => !m.IsDefined(typeof(CompilerGeneratedAttribute)) && !m.Name.Contains('<'));

    [Fact]
    public void A_file_has_at_most_200_lines() =>
        SourceTree.Files.Where(f => Path.GetExtension(f.Path) is ".cs" or ".sql")
            .Where(f => f.Text.TrimEnd('\n').Split('\n').Length > 200).ShouldBeEmpty();

    [Fact]
    public void A_line_has_at_most_140_characters_unless_a_text_makes_it_longer() =>
        SourceTree.CSharp
            .SelectMany(f => Text().Replace(f.Text, text => text.Value.Contains('\n') ? "\n" : "").Split('\n')
                .Where(line => line.Length > 140).Select(line => $"{f}: {line.Trim()}"))
            .ShouldBeEmpty();

    [Fact]
    public void A_method_has_at_most_50_lines()
    {
        var lengths = Product.SelectMany(MethodLengths.Of).ToList();

        lengths.Count.ShouldBeGreaterThan(300, "else the rule sees nothing");
        lengths.Where(m => m.Lines > 50).ShouldBeEmpty();
    }

    [Fact]
    public void A_method_has_at_most_six_parameters() =>
        Methods.Where(m => m.GetParameters().Length > 6).Select(Name).ShouldBeEmpty();

    [Fact]
    public void Three_values_that_belong_together_have_a_name() =>
        Methods.Where(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType).Any(IsLongTuple))
            .Select(Name).ShouldBeEmpty();

    [Fact]
    public void A_constructor_that_is_no_records_has_at_most_six_parameters() =>
        Types.Where(t => t.GetMethod("<Clone>$") is null && !t.IsValueType && !IsGenerated(t))
            .Where(t => t.GetConstructors(Declared).Any(c => c.GetParameters().Length > 6)).ShouldBeEmpty();

    [Fact]
    public void There_is_no_interface_without_two_implementations() => Types.Where(t => t.IsInterface).ShouldBeEmpty();

    [Fact]
    public void A_type_is_named_for_what_it_is() => Types.Where(t => EmptySuffix().IsMatch(t.Name)).ShouldBeEmpty();

    [Fact]
    public void A_method_is_not_named_for_how_it_returns() =>
        Methods.Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal) && !IsSomebodyElses(m)).Select(Name).ShouldBeEmpty();

    [Fact]
    public void Work_left_undone_has_an_issue_number() => Lines(SourceTree.Files, Undone()).ShouldBeEmpty();

    [Fact]
    public void A_summary_begins_with_a_verb_or_a_noun_and_not_with_what() =>
        SourceTree.CSharp.Where(f => Vague().IsMatch(f.Text)).ShouldBeEmpty();

    [Fact]
    public void Nothing_sleeps() => Lines(SourceTree.CSharp, Asleep()).ShouldBeEmpty();

    private static IEnumerable<string> Lines(IEnumerable<SourceFile> files, Regex wrong) =>
        files.SelectMany(f => f.Lines.Where(line => wrong.IsMatch(line)).Select(line => $"{f}: {line.Trim()}"));

    private static bool IsLongTuple(Type type) => type.HasElementType
        ? IsLongTuple(type.GetElementType()!)
        : type.IsGenericType && ((type.IsAssignableTo(typeof(ITuple)) && type.GenericTypeArguments.Length > 2)
            || type.GenericTypeArguments.Any(IsLongTuple));

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute));

    private static bool IsSomebodyElses(MethodInfo method) =>
        method.GetBaseDefinition() != method
        || method.DeclaringType!.GetInterfaces().Any(i => method.DeclaringType.GetInterfaceMap(i).TargetMethods.Contains(method));

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    [GeneratedRegex("(Manager|Helpers?|Service|Base|Impl|Dto|Async)(`\\d+)?$")]
    private static partial Regex EmptySuffix();

    // The long texts are JSON, SQL and sentences; cut in two they are harder to find and to read.
    [GeneratedRegex(@"""""""[\s\S]*?""""""|""(\\.|[^""\\\r\n])*""")]
    private static partial Regex Text();

    [GeneratedRegex(@"<summary>\s*(///\s*)?What\b")]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E)\b(?!\W{0,2}#\d)")]
    private static partial Regex Undone();

    [GeneratedRegex(@"\bThread\s*\.\s*S[l]eep\b")]
    private static partial Regex Asleep();
}
