# Writes invariance.toml: multi-group one-factor models of bfi agreeableness, women and men, by lavaan.
# Debian 12: r-base-core 4.2.2, r-cran-psych 2.2.9, r-cran-lavaan 0.6-14.   Run:  cd tests/oracles && Rscript invariance.R
# Only the groups' moments are kept, not the answers of persons.
suppressMessages({library(psych); library(lavaan)}); data(bfi, package = "psych")
num <- function(x) { s <- formatC(x, digits = 15, format = "g", width = 1); ifelse(grepl("[.e]", s), s, paste0(s, ".0")) }
vec <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
mat <- function(M) paste0("[\n", paste(apply(M, 1, function(r) paste0("  ", vec(r))), collapse = ",\n"), ",\n]")
D <- bfi[, c(paste0("A", 1:5), "gender")]; D$A1 <- 7 - D$A1; D <- na.omit(D)
G <- list(women = D[D$gender == 2, 1:5], men = D[D$gender == 1, 1:5])
D$g <- ifelse(D$gender == 2, "a_women", "b_men"); D <- D[order(D$g), ]
model <- "f =~ A1 + A2 + A3 + A4 + A5"
fits <- list(cfa(model, D, group = "g", std.lv = TRUE), cfa(model, D, group = "g", std.lv = TRUE, group.equal = "loadings"),
             cfa(model, D, group = "g", std.lv = TRUE, group.equal = c("loadings", "intercepts")))
sink("invariance.toml")
cat('# Written by invariance.R; change that and run it again.\nschema = 1\nsource = "bfi agreeableness, women and men (R package psych)"\nsoftware = "R 4.2.2, lavaan 0.6-14"\nscript = "invariance.R"\n\n[data]\n')
for (n in names(G)) { X <- as.matrix(G[[n]]); N <- nrow(X)
  cat(n, ' = { function = "skapital.scoring.factor_groups:GroupMoments", inputs = { n = ', N, ", mean = ", vec(colMeans(X)), ', covariance = "@', n, '_covariance" } }\n', n,
      "_covariance = ", mat(cov(X) * (N - 1) / N), "\n", sep = "") }
cat('women_men = { function = "skapital.scoring.invariance:invariance_of", inputs = { first = "@women", second = "@men" } }\n\n')
check <- function(name, part, expected, tol) cat('[[checks]]\nname = "', name, '"\nfunction = "skapital.selfcheck.scoring_cases:same"\ninputs = { value = "@women_men" }\npart = "',
  part, '"\nexpected = ', if (length(expected) == 1) num(expected) else vec(expected), "\ntolerance = ", tol, '\nwhy = "both searches end there"\n\n', sep = "")
for (i in 1:3) { m <- fitMeasures(fits[[i]]); w <- c("configural", "metric", "scalar")[i]
  check(paste("invariance,", w, "model: chi-square"), paste0("fits.", i - 1, ".chi_square"), m["chisq"], "1e-4")
  check(paste("invariance,", w, "model: degrees of freedom"), paste0("fits.", i - 1, ".df"), m["df"], "0.0")
  check(paste("invariance,", w, "model: CFI"), paste0("fits.", i - 1, ".cfi"), m["cfi"], "1e-6")
  check(paste("invariance,", w, "model: RMSEA"), paste0("fits.", i - 1, ".rmsea"), m["rmsea"], "1e-6") }
e <- lavInspect(fits[[3]], "est"); check("invariance, scalar model: men's factor mean", "latent_difference", e$b_men$alpha[1], "1e-5")
# d_MACS (Nye & Drasgow 2011, formula 3) by numerical integration, own estimates of the configural model on the scalar model's metric
c0 <- lavInspect(fits[[1]], "est"); k <- e$b_men$alpha[1]; v <- e$b_men$psi[1]
l1 <- c0$a_women$lambda[, 1]; t1 <- c0$a_women$nu[, 1]; l2 <- c0$b_men$lambda[, 1] / sqrt(v); t2 <- c0$b_men$nu[, 1] - l2 * k
sd <- sqrt((nrow(G$women) * diag(cov(G$women)) * (nrow(G$women) - 1) / nrow(G$women) + nrow(G$men) * diag(cov(G$men)) * (nrow(G$men) - 1) / nrow(G$men)) / (nrow(D) - 2))
d <- sapply(1:5, function(i) sqrt(integrate(function(x) ((t1[i] - t2[i]) + (l1[i] - l2[i]) * x)^2 * dnorm(x, k, sqrt(v)), -Inf, Inf, rel.tol = 1e-10)$value))
check("invariance: d_MACS of the five items, by numerical integration", "d_macs", d / sd, "1e-5")
sink()
