using System.Reflection;
using System.Reflection.Emit;

namespace OrderLedger.Tests;

/// <summary>The types of an assembly that each of its types uses, read from signatures and from the code itself.</summary>
internal static class References
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Of each type that stands in no other one: the others that it or a type inside it uses.</summary>
    public static ILookup<Type, Type> Of(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => UsedBy(type).SelectMany(Parts).Where(used => used.Assembly == assembly)
            .Select(used => (From: Outermost(type), To: Outermost(used))))
        .Where(edge => edge.From != edge.To).Distinct().ToLookup(edge => edge.From, edge => edge.To);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GenericTypeArguments.SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];

    private static IEnumerable<Type> UsedBy(Type type) =>
    [
        .. type.GetInterfaces(), .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.GetCustomAttributesData().SelectMany(UsedBy), .. type.GetFields(Declared).Select(f => f.FieldType),
        .. type.GetMembers(Declared).SelectMany(m => m.GetCustomAttributesData()).SelectMany(UsedBy),
        .. type.GetMethods(Declared).SelectMany(UsedBy), .. type.GetConstructors(Declared).SelectMany(UsedBy),
    ];

    private static IEnumerable<Type> UsedBy(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.Select(a => a.Value).OfType<Type>().Append(attribute.AttributeType);

    private static IEnumerable<Type> UsedBy(MethodBase method) =>
    [
        .. method.GetParameters().Select(p => p.ParameterType),
        .. method is MethodInfo { ReturnType: var result } ? [result] : Type.EmptyTypes,
        .. method.GetMethodBody() is { } body ? InCode(method, body) : [],
    ];

    private static IEnumerable<Type> InCode(MethodBase method, MethodBody body)
    {
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var opcode = code[at] == 0xfe ? Codes[(short)(0xfe00 | code[at + 1])] : Codes[code[at]];
            at += opcode.Size;
            if (opcode.OperandType is OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField
                or OperandType.InlineTok)
                foreach (var type in Named(method, BitConverter.ToInt32(code, at)))
                    yield return type;
            at += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Named(MethodBase method, int token)
    {
        var member = method.Module.ResolveMember(token, method.DeclaringType?.GetGenericArguments(),
            method.IsGenericMethod ? method.GetGenericArguments() : null);
        return member switch
        {
            Type type => [type],
            MethodInfo { IsGenericMethod: true } called => [called.DeclaringType!, .. called.GetGenericArguments()],
            { DeclaringType: { } owner } => [owner],
            _ => [],
        };
    }
}
