// Each file named as an argument against PDF/A-3b: a line of JSON with the rules that it breaks.
var pdfa = Packages.org.verapdf.pdfa;
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();

function verdict(file) {
  var foundry = pdfa.Foundries.defaultInstance();
  var flavour = pdfa.flavours.PDFAFlavour.PDFA_3_B;
  var parser = foundry.createParser(new java.io.File(file), flavour);
  var result = foundry.createValidator(flavour, false).validate(parser);
  var broken = result.getTestAssertions().toArray().map(function (one) {
    var rule = one.getRuleId();
    return rule.getClause() + " test " + rule.getTestNumber() + ": " + one.getMessage();
  });
  parser.close();
  return { checks: result.getTotalAssertions(), failed: broken };
}

for (var i = 0; i < arguments.length; i++) print(JSON.stringify(verdict(arguments[i])));
