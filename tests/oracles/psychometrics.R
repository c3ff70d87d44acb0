# Writes bfi.toml, lq2002.toml and r_small.toml: what psych, multilevel, psychometric's formulas and lme4 make of their own example data.
# Debian 12: r-base-core 4.2.2, r-cran-psych 2.2.9, r-cran-multilevel 2.7, r-cran-lme4 1.1-31.
# Run:  cd tests/oracles && Rscript psychometrics.R
# Only moments (covariances, group sizes, means, variances) of the data sets are kept, not the answers of persons.
suppressMessages({library(psych); library(multilevel); library(lme4)})
data(bfi, package = "psych"); data(lq2002, package = "multilevel"); data(cohesion, package = "multilevel")
alpha_of <- function(...) { invisible(capture.output(a <- suppressMessages(suppressWarnings(psych::alpha(...))))); a }  # psych prints as it goes
num <- function(x) { s <- formatC(x, digits = 15, format = "g", width = 1); s <- ifelse(grepl("[.e]", s), s, paste0(s, ".0")); s }
vec <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
ints <- function(x) paste0("[", paste(as.integer(x), collapse = ", "), "]")
mat <- function(M) paste0("[\n", paste(apply(M, 1, function(r) paste0("  ", vec(r))), collapse = ",\n"), ",\n]")
check <- function(name, fn, inputs, expected, tol, why, part = NULL) {
  cat("[[checks]]\n", 'name = "', name, '"\n', 'function = "skapital.', fn, '"\n', "inputs = { ", inputs, " }\n",
      if (!is.null(part)) paste0('part = "', part, '"\n') else "",
      "expected = ", if (length(expected) == 1) num(expected) else vec(expected), "\n",
      "tolerance = ", tol, "\n", 'why = "', why, '"\n\n', sep = "")
}
head <- function(source, software) cat("# Written by psychometrics.R; change that and run it again.\nschema = 1\nsource = \"", source,
                                       "\"\nsoftware = \"", software, "\"\nscript = \"psychometrics.R\"\n\n[data]\n", sep = "")
exact <- "the same formula in double precision"

# ---- bfi: 2,800 x 25, reversed items turned, and once with the keys forgotten
sink("bfi.toml")
head("bfi, R package psych (W. Revelle; SAPA project)", "R 4.2.2, psych 2.2.9")
turn <- c("A1", "C4", "C5", "E1", "E2", "O2", "O5")
raw <- bfi[, 1:25]; keyed <- raw; for (v in turn) keyed[[v]] <- 7 - keyed[[v]]
scales <- c(agree = "A", conscientious = "C", extraversion = "E", neuroticism = "N", openness = "O")
for (s in names(scales)) {
  X <- keyed[, grep(paste0("^", scales[s]), names(keyed))]
  cat(s, " = ", mat(cov(na.omit(X))), "\n", s, "_pairwise = ", mat(cov(X, use = "pairwise")), "\n", sep = "")
}
cat("\n")
for (s in names(scales)) {
  X <- keyed[, grep(paste0("^", scales[s]), names(keyed))]; Z <- na.omit(X)
  a <- alpha_of(Z); b <- alpha_of(X)
  C <- paste0('covariance = "@', s, '"')
  check(paste0("bfi ", s, ": alpha, complete rows"), "scoring.reliability:cronbach_alpha", C, a$total$raw_alpha, "1e-9", exact)
  check(paste0("bfi ", s, ": alpha, pairwise"), "scoring.reliability:cronbach_alpha", paste0('covariance = "@', s, '_pairwise"'),
        b$total$raw_alpha, "1e-9", exact)
  check(paste0("bfi ", s, ": standardised alpha"), "scoring.reliability:standardised_alpha", C, a$total$std.alpha, "1e-9", exact)
  check(paste0("bfi ", s, ": lambda-6"), "scoring.reliability:guttman_lambda6", C, a$total$`G6(smc)`, "1e-9", exact)
  check(paste0("bfi ", s, ": item-rest correlations"), "scoring.items:item_rest_correlations", C, a$item.stats$r.drop, "1e-9", exact)
  check(paste0("bfi ", s, ": alpha if dropped"), "scoring.items:alpha_if_dropped", C, a$alpha.drop$raw_alpha, "1e-9", exact)
  f <- fa(cor(Z), nfactors = 1, fm = "minres", n.obs = nrow(Z)); l <- as.numeric(f$loadings)
  check(paste0("bfi ", s, ": omega, one factor, minres"), "scoring.factor:omega_total", C, sum(l)^2 / (sum(l)^2 + sum(1 - l^2)), "1e-6",
        "psych stops its search at about seven digits", part = "value")
  turned <- which(names(X) %in% turn) - 1
  if (length(turned)) {
    W <- raw[, names(X)]; w <- alpha_of(na.omit(W), check.keys = FALSE)
    check(paste0("bfi ", s, ": alpha with the keys forgotten"), "scoring.reliability:cronbach_alpha",
          paste0('covariance = { function = "skapital.selfcheck.scoring_cases:turned_covariance", inputs = { covariance = "@', s,
                 '", places = ', ints(turned), " } }"), w$total$raw_alpha, "1e-9", exact)
  }
}
sink()

# ---- lq2002: 2,042 persons in 49 companies
sink("lq2002.toml")
head("lq2002, R package multilevel (P. Bliese)", "R 4.2.2, multilevel 2.7, psych 2.2.9, lme4 1.1-31")
sets <- list(LEAD = grep("^LEAD[0-9]", names(lq2002)), TSIG = grep("^TSIG[0-9]", names(lq2002)), HOSTILE = grep("^HOSTIL[0-9]", names(lq2002)))
g <- lq2002$COMPID
for (s in names(sets)) {
  X <- lq2002[, sets[[s]]]; y <- lq2002[[s]]; v <- sapply(split(X, g), function(Q) mean(apply(Q, 2, var)))
  cat(s, " = ", mat(cov(X)), "\n", s, "_item_variance = ", vec(v), "\n", s, "_size = ", ints(table(g)), "\n",
      s, "_mean = ", vec(tapply(y, g, mean)), "\n", s, "_within = ", num(sum((y - ave(y, g))^2)), "\n", sep = "")
}
one <- lq2002$LEAD01
cat("LEAD01_mean = ", vec(tapply(one, g, mean)), "\nLEAD01_variance = ", vec(tapply(one, g, var)), "\n\n", sep = "")
for (s in names(sets)) {
  X <- lq2002[, sets[[s]]]; y <- lq2002[[s]]; a <- alpha_of(X); k <- ncol(X)
  C <- paste0('covariance = "@', s, '"')
  G <- paste0('parts = { function = "skapital.scoring.icc:Groups", inputs = { size = "@', s, '_size", mean = "@', s, '_mean", within = "@', s, '_within" } }')
  check(paste0("lq2002 ", s, ": alpha"), "scoring.reliability:cronbach_alpha", C, cronbach(X)$Alpha, "1e-9", exact)
  check(paste0("lq2002 ", s, ": standardised alpha"), "scoring.reliability:standardised_alpha", C, a$total$std.alpha, "1e-9", exact)
  al <- a$total$raw_alpha; n <- nrow(X)
  check(paste0("lq2002 ", s, ": Feldt interval"), "scoring.reliability:feldt_interval", paste0("alpha = ", num(al), ", n = ", n, ", k = ", k),
        1 - (1 - al) * qf(c(.975, .025), n - 1, (n - 1) * (k - 1)), "1e-9", exact)
  f <- fa(cor(X), nfactors = 1, fm = "minres", n.obs = n); l <- as.numeric(f$loadings)
  check(paste0("lq2002 ", s, ": omega, one factor, minres"), "scoring.factor:omega_total", C, sum(l)^2 / (sum(l)^2 + sum(1 - l^2)), "1e-6",
        "psych stops its search at about seven digits", part = "value")
  m <- aov(y ~ as.factor(g)); t <- summary(m)[[1]]; msb <- t[1, 3]; msw <- t[2, 3]; K <- t[1, 1] + 1; N <- sum(t[, 1]) + 1
  size <- as.numeric(table(g)); n0 <- (N - sum(size^2) / N) / (K - 1)
  check(paste0("lq2002 ", s, ": ICC(1), mean size"), "scoring.icc:anova_of", G, ICC1(m), "1e-9", exact, part = "icc1")
  check(paste0("lq2002 ", s, ": ICC(1), n0"), "scoring.icc:anova_of", G, (msb - msw) / (msb + (n0 - 1) * msw), "1e-9", exact, part = "icc1_n0")
  check(paste0("lq2002 ", s, ": ICC(2)"), "scoring.icc:anova_of", G, ICC2(m), "1e-9", exact, part = "icc2")
  Fl <- msb / msw / qf(.975, K - 1, N - K); Fu <- msb / msw * qf(.975, N - K, K - 1); w <- N / K - 1
  check(paste0("lq2002 ", s, ": interval of ICC(1), psychometric's formula"), "scoring.icc:anova_of", G, c((Fl - 1) / (Fl + w), (Fu - 1) / (Fu + w)), "1e-9",
        exact, part = "icc1_interval")
  check(paste0("lq2002 ", s, ": interval of ICC(2), psychometric's formula"), "scoring.icc:anova_of", G, 1 - 1 / c(Fl, Fu), "1e-9", exact, part = "icc2_interval")
  r <- lmer(y ~ 1 + (1 | g), REML = TRUE, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12)))
  V <- as.data.frame(VarCorr(r)); tau <- V$vcov[1]; sig <- V$vcov[2]; icc <- tau / (tau + sig)
  check(paste0("lq2002 ", s, ": variances between and within, REML"), "scoring.reml:reml_of", G, tau, "1e-6", "lme4's search ends there", part = "between")
  check(paste0("lq2002 ", s, ": variance within, REML"), "scoring.reml:reml_of", G, sig, "1e-6", "lme4's search ends there", part = "within")
  check(paste0("lq2002 ", s, ": ICC(1), REML"), "scoring.reml:reml_of", G, icc, "1e-6", "lme4's search ends there", part = "icc1")
  mu <- as.numeric(fixef(r))
  check(paste0("lq2002 ", s, ": grand mean, REML"), "scoring.reml:reml_of", G, mu, "1e-6", "lme4's search ends there", part = "grand_mean")
  lam <- size * tau / (size * tau + sig)
  check(paste0("lq2002 ", s, ": reliability of the first three companies' means"), "scoring.icc:mean_reliability",
        paste0("sizes = ", ints(size[1:3]), ", between = ", num(tau), ", within = ", num(sig)), lam[1:3], "1e-9", exact)
  gr <- gmeanrel(nlme::lme(y ~ 1, random = ~ 1 | g, data = data.frame(y = y, g = g), control = nlme::lmeControl(msTol = 1e-12, tolerance = 1e-12)))
  check(paste0("lq2002 ", s, ": how sure the picture of every company is, multilevel's gmeanrel"), "compare.precision:reliability",
        paste0('n = "@', s, '_size", rho = ', num(gr$ICC)), mean(gr$MeanRel), "1e-9", exact, part = "mean()")
  check(paste0("lq2002 ", s, ": how sure the picture of the least sure company is"), "compare.precision:reliability",
        paste0('n = "@', s, '_size", rho = ', num(gr$ICC)), min(gr$MeanRel), "1e-9", exact, part = "min()")
  EB <- as.numeric(mu + ranef(r)$g[, 1])
  check(paste0("lq2002 ", s, ": shrunken means, lowest"), "scoring.shrinkage:shrink",
        paste0('estimates = "@', s, '_mean", variances = ', vec(sig / size), ", between = ", num(tau)), min(EB), "1e-6", "lme4's search ends there", part = "estimate.min()")
  check(paste0("lq2002 ", s, ": shrunken means, highest"), "scoring.shrinkage:shrink",
        paste0('estimates = "@', s, '_mean", variances = ', vec(sig / size), ", between = ", num(tau)), max(EB), "1e-6", "lme4's search ends there", part = "estimate.max()")
  q <- rwg.j(X, g, ranvar = 2)$rwg.j; z <- rwg.j.lindell(X, g, ranvar = 2)$rwg.lindell
  for (p in c("mean", "median", "min", "max"))
    check(paste0("lq2002 ", s, ": r_wg(j), ", p), "scoring.agreement:rwg_j", paste0('mean_variance = "@', s, '_item_variance", items = ', k, ", null_variance = 2.0"),
          get(p)(q), "1e-9", exact, part = paste0(p, "()"))
  check(paste0("lq2002 ", s, ": r*_wg(j), mean"), "scoring.agreement:rwg_star_j", paste0('mean_variance = "@', s, '_item_variance", null_variance = 2.0'), mean(z), "1e-9",
        exact, part = "mean()")
}
check("lq2002 LEAD01: a_wg, mean", "scoring.agreement:a_wg_of",
      'mean = "@LEAD01_mean", variance = "@LEAD01_variance", n = "@LEAD_size", lowest = 1.0, highest = 5.0', mean(awg(one, g, range = c(1, 5))$a.wg), "1e-9", exact,
      part = "mean()")
sink()

# ---- small sets: attitude (Chatterjee and Price 1977) and cohesion (11 soldiers in four platoons, one item missing)
sink("r_small.toml")
head("attitude (base R; Chatterjee & Price 1977, Regression analysis by example) and cohesion (R package multilevel)", "R 4.2.2, psych 2.2.9, multilevel 2.7")
co <- cohesion; grp <- paste(co$UNIT, co$PLATOON)
nan <- function(M) paste0("[\n", paste(apply(M, 1, function(r) paste0("  [", paste(ifelse(is.na(r), "nan", num(r)), collapse = ", "), "]")), collapse = ",\n"), ",\n]")
cat("attitude = ", mat(as.matrix(attitude)), "\nattitude_moments = { function = \"skapital.scoring.moments:complete_moments\", inputs = { values = \"@attitude\" } }\n",
    "attitude_covariance = { function = \"skapital.scoring.moments:complete_moments\", inputs = { values = \"@attitude\" }, part = \"covariance\" }\n",
    "cohesion = ", nan(as.matrix(co[, 3:7])), "\ncohesion_platoon = [", paste0('"', grp, '"', collapse = ", "), "]\n",
    "Q = [\n  [1.0, 1.0, 1.0], [2.0, 1.0, 1.0], [2.0, 1.0, 2.0], [3.0, 2.0, 1.0], [2.0, 3.0, 2.0], [2.0, 3.0, 3.0], [3.0, 2.0, 3.0], [3.0, 3.0, 3.0], [2.0, 3.0, 2.0], [3.0, 3.0, 3.0],\n]\n\n", sep = "")
a <- alpha_of(attitude); C <- 'covariance = "@attitude_covariance"'; R <- cor(attitude)
check("attitude: alpha", "scoring.reliability:cronbach_alpha", C, a$total$raw_alpha, "1e-9", exact)
check("attitude: standardised alpha", "scoring.reliability:standardised_alpha", C, a$total$std.alpha, "1e-9", exact)
check("attitude: mean inter-item correlation", "scoring.reliability:mean_correlation", C, a$total$average_r, "1e-9", exact)
check("attitude: lambda-6", "scoring.reliability:guttman_lambda6", C, a$total$`G6(smc)`, "1e-9", exact)
check("attitude: Feldt interval", "scoring.reliability:feldt_interval", paste0("alpha = ", num(a$total$raw_alpha), ", n = 30, k = 7"), unlist(a$feldt[c("lower.ci", "upper.ci")]), "1e-9", exact)
check("attitude: standard error of Duhachek and Iacobucci", "scoring.reliability:alpha_standard_error", paste0(C, ", n = 30"), a$total$ase, "1e-9", exact)
check("attitude: interval of Duhachek and Iacobucci", "scoring.reliability:duhachek_interval", paste0(C, ", n = 30"), a$total$raw_alpha + c(-1, 1) * qnorm(.975) * a$total$ase, "1e-9", exact)
check("attitude: item-rest correlations", "scoring.items:item_rest_correlations", C, a$item.stats$r.drop, "1e-9", exact)
check("attitude: alpha if dropped", "scoring.items:alpha_if_dropped", C, a$alpha.drop$raw_alpha, "1e-9", exact)
f <- fa(R, nfactors = 1, fm = "minres", n.obs = 30); l <- as.numeric(f$loadings)
check("attitude: omega, one factor, minres", "scoring.factor:omega_total", C, sum(l)^2 / (sum(l)^2 + sum(1 - l^2)), "1e-6", "psych stops its search at about seven digits", part = "value")
check("attitude: omega against the observed variance (psych's omega.tot)", "scoring.factor:omega_total", C, 1 - sum(1 - l^2) / sum(R), "1e-6",
      "psych stops its search at about seven digits", part = "against_observed")
w <- alpha_of(attitude, keys = c("complaints", "critical"), check.keys = FALSE)
T <- 'covariance = { function = "skapital.selfcheck.scoring_cases:turned_covariance", inputs = { covariance = "@attitude_covariance", places = [1, 5] } }'
check("attitude: alpha, items 2 and 6 keyed wrongly", "scoring.reliability:cronbach_alpha", T, w$total$raw_alpha, "1e-9", exact)
check("attitude: item-rest correlations, items 2 and 6 keyed wrongly", "scoring.items:item_rest_correlations", T, w$item.stats$r.drop, "1e-9", exact)
G <- 'groups = "@cohesion_platoon"'
x <- rwg.j(co[, 3:7], grp, ranvar = 2); y <- rwg.j.lindell(co[, 3:7], grp, ranvar = 2); d <- ad.m(co[, 3:7], grp); u <- awg(co[, 3:7], grp, range = c(1, 5))
V <- paste0('values = "@cohesion", ', G)
check("cohesion: r_wg(j) by platoon, listwise", "scoring.agreement:within_group_agreement", paste0(V, ", null_variance = 2.0"), x$rwg.j, "1e-9", exact, part = "rwg_j")
check("cohesion: raters by platoon, listwise", "scoring.agreement:within_group_agreement", paste0(V, ", null_variance = 2.0"), x$gsize, "0.0", "a count", part = "n")
check("cohesion: r*_wg(j) by platoon", "scoring.agreement:within_group_agreement", paste0(V, ", null_variance = 2.0"), y$rwg.lindell, "1e-9", exact, part = "rwg_star_j")
check("cohesion: AD_M by platoon", "scoring.agreement:ad_m", V, d$AD.M, "1e-9", exact)
check("cohesion: a_wg by platoon", "scoring.agreement:a_wg", paste0(V, ", lowest = 1.0, highest = 5.0"), u$a.wg, "1e-9", exact)
Q <- data.frame(Q1 = c(1, 2, 2, 3, 2, 2, 3, 3, 2, 3), Q2 = c(1, 1, 1, 2, 3, 3, 2, 3, 3, 3), Q3 = c(1, 1, 2, 1, 2, 3, 3, 3, 2, 3))
check("three items of ten persons: alpha", "scoring.reliability:cronbach_alpha", 'covariance = { function = "skapital.scoring.moments:complete_moments", inputs = { values = "@Q" }, part = "covariance" }',
      alpha_of(Q)$total$raw_alpha, "1e-9", exact)
sink()
